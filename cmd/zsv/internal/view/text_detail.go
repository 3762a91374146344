package view

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// longLine is from how many columns on a line with an explanation is broken where the width of the terminal is not known: then
// at textWidth. A shorter one stays whole there, for grep.
const longLine = 120

// fits says whether a line of so many columns need not be broken.
func (l *lines) fits(columns int) bool {
	if l.width == 0 {
		return columns <= longLine
	}
	return columns <= l.width
}

// detail writes an explanation after a line's beginning, and its further lines indented by so many columns. What is to be copied
// at its end has a line of its own, or more of it than the others where it needs that.
func (l *lines) detail(beginning string, indent int, text string) {
	columns := l.room(indent)
	if columns == 0 && !l.fits(indent+displayWidth(text)) {
		columns = textWidth - indent
	}
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
// it is not broken where a line of its own has room for it, and never if it is known for what it is.
func layOut(text string, columns int) []string {
	lines := wrap(text, columns)
	colon, isKnown := copiedFrom(text)
	if len(lines) == 1 || colon < 0 {
		return lines
	}
	if last := text[colon+2:]; isKnown || displayWidth(last) <= columns {
		return append(wrap(text[:colon+1], columns), last)
	}
	return lines
}

// copiedFrom returns where the colon is after which an explanation is there to be copied, -1 for nowhere, and whether that is a
// command or a line of a file for sure.
func copiedFrom(text string) (colon int, isKnown bool) {
	if run := strings.Index(text, "run: "); run >= 0 { // in which a colon may be
		return run + len("run"), true
	}
	colon = strings.LastIndex(text, ": ")
	if colon < 0 {
		return -1, false
	}
	if last := text[colon+2:]; isCommand(last) || isSetting().MatchString(last) {
		return colon, true
	}
	if !strings.Contains(text[:colon], "; ") {
		return -1, false
	}
	return colon, false
}

// isCommand says whether a text is a command of one of the programs that zsv tells people to run.
func isCommand(text string) bool {
	program, _, more := strings.Cut(text, " ")
	return more && slices.Contains([]string{"zsv", "vault", "bao", "export", "read", "chmod", "git", "sops", "mkdir", "cp", "aws",
		"gcloud", "bw", "op", "eval"}, program)
}

// isSetting matches a line for a file in HCL.
var isSetting = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z_]+ = [\["]`) })
