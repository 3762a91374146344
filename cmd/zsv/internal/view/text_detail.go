package view

import (
	"slices"
	"strings"
)

// longDetail is from how many columns on the explanation of a verdict is laid out in lines of its own: below the secret that
// it is of, and at textWidth where the width of the terminal is not known. Shorter ones stay in one line there, for grep.
const longDetail = 120

func isLong(detail string) bool { return displayWidth(detail) > longDetail }

// detail writes an explanation after a line's beginning, and its further lines indented by so many columns.
func (l *lines) detail(beginning string, indent int, text string) {
	columns := l.room(indent)
	if columns == 0 && isLong(text) {
		columns = textWidth - indent
	}
	l.explain(beginning, indent, columns, text)
}

// sentence writes the verdict on a secret likewise. Without a terminal it stays in one line.
func (l *lines) sentence(beginning string, indent int, text string) {
	l.explain(beginning, indent, l.room(indent), text)
}

// explain writes an explanation in so many columns, 0 for one line. A command at its end stands where its lines do, or further to
// the left where it would not fit there.
func (l *lines) explain(beginning string, indent, columns int, text string) {
	for i, line := range layOut(text, columns) {
		switch {
		case i == 0:
		case displayWidth(line) > columns:
			beginning = strings.Repeat(" ", min(indent, explanationIndent))
		default:
			beginning = strings.Repeat(" ", indent)
		}
		l.print(beginning, line)
	}
}

// layOut wraps an explanation. It reads "why; what to do: a command, or a line of a file", and the last is there to be copied:
// it is not broken where a line of its own has room for it; a command never is.
func layOut(text string, columns int) []string {
	lines := wrap(text, columns)
	colon := strings.LastIndex(text, ": ")
	if len(lines) == 1 || colon < 0 || !strings.Contains(text[:colon], "; ") {
		return lines
	}
	if last := text[colon+2:]; displayWidth(last) <= columns || isCommand(last) {
		return append(wrap(text[:colon+1], columns), last)
	}
	return lines
}

// isCommand says whether a text is a command of one of the programs that zsv tells people to run.
func isCommand(text string) bool {
	program, _, _ := strings.Cut(text, " ")
	return slices.Contains([]string{"zsv", "vault", "bao", "export", "read", "chmod", "git"}, program)
}
