package view

import (
	"bufio"
	"io"
	"strings"
)

// cyan marks where in a file a part of a difference is, as git does.
const cyan = "36"

// A Diff is what changes in a file, in the unified form. It is there to be looked at: secrets in it are masked, and control
// characters are shown as escapes, so it is no patch.
type Diff struct {
	// Old and New are the names of the file.
	Old, New string
	// Lines are the hunks: each line begins with "@@", " ", "-", "+" or "\".
	Lines []string
}

// WriteDiff renders a difference.
func WriteDiff(w io.Writer, d Diff, o Options) error {
	buffer := bufio.NewWriter(w)
	s := style(o.Color)
	lines := append([]string{"--- " + d.Old, "+++ " + d.New}, d.Lines...)
	for i, line := range lines {
		_, _ = buffer.WriteString(s.paint(diffCode(line, i < 2), scrub(line)) + "\n")
	}
	return buffer.Flush()
}

func diffCode(line string, header bool) string {
	switch {
	case header:
		return bold
	case strings.HasPrefix(line, "@"):
		return cyan
	case strings.HasPrefix(line, "-"):
		return red
	case strings.HasPrefix(line, "+"):
		return green
	}
	return ""
}
