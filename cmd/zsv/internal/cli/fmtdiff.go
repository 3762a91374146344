package cli

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

// diff returns what changes in a file. It compares what is written, and shows each line with its secrets masked.
func (s *source) diff() view.Diff {
	before, after := resolve.MaskedLines(s.before, s.name), resolve.MaskedLines(s.after, s.name)
	d := view.Diff{Old: "a/" + s.name, New: "b/" + s.name}
	var old, current int // the numbers, from 0, of the lines that come next
	for line := range strings.Lines(hunks(s.before, s.after)) {
		switch line[0] {
		case '@':
			old, current = hunkStart(line)
			line = strings.TrimSuffix(line, "\n")
		case '-':
			line = "-" + at(before, old)
			old++
		case '+':
			line = "+" + at(after, current)
			current++
		case ' ':
			line = " " + at(after, current)
			old, current = old+1, current+1
		default:
			line = strings.TrimSuffix(line, "\n")
		}
		d.Lines = append(d.Lines, line)
	}
	return d
}

// at returns a line; nothing of a file that is too large for being masked.
func at(lines []string, n int) string {
	if n < len(lines) {
		return lines[n]
	}
	return "…"
}

// hunks returns a unified diff without its header.
func hunks(before, after []byte) string {
	text := string(diff.Diff("a", before, "b", after))
	_, text, _ = strings.Cut(text, "\n+++ b\n")
	return text
}

// hunkStart reads the line numbers of "@@ -1,2 +3,4 @@", counting from 0.
func hunkStart(header string) (old, current int) {
	var ignored int
	_, _ = fmt.Sscanf(header, "@@ -%d,%d +%d,%d @@", &old, &ignored, &current, &ignored)
	return max(old-1, 0), max(current-1, 0)
}
