package view

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/resolve"
)

// tab is what a tab of the source becomes: its width would depend on where the line begins.
const tab = "    "

// writeSnippet shows the source with the problem marked below it, so that the mark is there without colour too.
func writeSnippet(l *lines, frame, code string, s *resolve.Snippet) {
	if s == nil || s.Code == "" {
		return
	}
	source := sourceLines(s)
	digits := len(strconv.Itoa(s.StartLine + len(source) - 1))
	for i, line := range source {
		if l.width > 0 {
			line = line.clip(l.width - displayWidth("│   ") - digits - displayWidth(" │ "))
		}
		number := l.paint(dim, fmt.Sprintf("%*d │", digits, s.StartLine+i))
		l.print(frame, "   ", number, " ", line.before+line.marked+line.after)
		if mark := line.mark(); mark != "" {
			l.print(frame, "   ", strings.Repeat(" ", digits), " ", l.paint(dim, "│"), " ",
				strings.Repeat(" ", displayWidth(line.before)), l.paint(code, mark))
		}
	}
}

// A sourceLine is one line of a snippet, scrubbed, in three parts: the middle one is marked.
type sourceLine struct {
	before, marked, after string
	// point says that the range is empty and lies in this line: a mark has to stand there all the same.
	point bool
}

// sourceLines splits the code at its line breaks and each line at the ends of the highlight.
func sourceLines(s *resolve.Snippet) []sourceLine {
	start, end := highlight(s)
	var source []sourceLine
	offset := 0
	for line := range strings.SplitSeq(strings.TrimSuffix(s.Code, "\n"), "\n") {
		from, to := clamp(start-offset, len(line)), clamp(end-offset, len(line))
		source = append(source, sourceLine{
			before: showSource(line[:from]),
			marked: showSource(strings.TrimSuffix(line[from:to], "\r")),
			after:  showSource(strings.TrimSuffix(line[to:], "\r")),
			point:  start == end && start >= offset && start <= offset+len(line),
		}.trimmed())
		offset += len(line) + 1
	}
	return source
}

// highlight returns the offsets of the highlighted part, made safe to slice with: inside the code, in order, and never
// within a character.
func highlight(s *resolve.Snippet) (start, end int) {
	start = characterStart(s.Code, s.HighlightStartOffset)
	return start, max(start, characterStart(s.Code, s.HighlightEndOffset))
}

func characterStart(code string, offset int) int {
	offset = clamp(offset, len(code))
	for offset > 0 && offset < len(code) && !utf8.RuneStart(code[offset]) {
		offset--
	}
	return offset
}

func clamp(offset, length int) int { return max(0, min(offset, length)) }

func showSource(s string) string { return scrub(strings.ReplaceAll(s, "\t", tab)) }

// trimmed keeps blanks at the ends of a line out of the mark, as in the lines that a long range goes through.
func (s sourceLine) trimmed() sourceLine {
	text := strings.TrimLeft(s.marked, " ")
	s.before += s.marked[:len(s.marked)-len(text)]
	s.marked = strings.TrimRight(text, " ")
	s.after = text[len(s.marked):] + s.after
	return s
}

func (s sourceLine) mark() string {
	if s.point {
		return "^"
	}
	return strings.Repeat("^", displayWidth(s.marked))
}

// clip cuts the line to so many columns around the beginning of its marked part.
func (s sourceLine) clip(columns int) sourceLine {
	columns = max(columns, leastColumns)
	if displayWidth(s.before)+displayWidth(s.marked)+displayWidth(s.after) <= columns {
		return s
	}
	marked := min(displayWidth(s.marked), columns-2)
	if before := max(columns/3, columns-2-marked-displayWidth(s.after)); displayWidth(s.before) > before {
		s.before = "…" + tail(s.before, before-1)
	}
	rest := columns - displayWidth(s.before)
	if displayWidth(s.marked)+displayWidth(s.after) <= rest {
		return s
	}
	if displayWidth(s.marked) >= rest {
		s.marked, s.after = head(s.marked, rest-1), "…"
		return s
	}
	s.after = head(s.after, rest-1-displayWidth(s.marked)) + "…"
	return s
}
