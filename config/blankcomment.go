package config

import (
	"bytes"
	"strings"
)

// withoutBlockComments returns a source with blanks in place of the comments that begin a line and end one: a file that is
// read piece by piece may hold whole blocks in them, which nobody wants to be read. All else stays where it is. The source
// ends where a comment begins that has no end: open says so.
func withoutBlockComments(src []byte) (blanked []byte, open bool) {
	if !bytes.Contains(src, []byte(commentOpens)) {
		return src, false
	}
	blanked = bytes.Clone(src)
	closings := lastClosings(src)
	offset, end, terminator := 0, 0, ""
	for line := range bytes.Lines(src) {
		text := trimEnding(line)
		match := heredocStart().FindStringSubmatch(text)
		switch {
		case offset < end: // in a comment
		case terminator != "" && strings.TrimSpace(text) == terminator:
			terminator = ""
		case terminator != "":
		case match != nil && closings[match[1]] > offset:
			terminator = match[1]
		case strings.HasPrefix(strings.TrimLeft(text, " \t"), commentOpens):
			start := offset + strings.Index(text, commentOpens)
			var closed bool
			if end, closed = endOfComment(src, start); !closed {
				return blanked[:start], true
			}
			if endsLine(src, end) {
				blankOut(blanked[start:end])
			}
		}
		offset += len(line)
	}
	return blanked, false
}

// endsLine says whether nothing stands behind an offset on its line: it would not keep its column.
func endsLine(src []byte, offset int) bool {
	rest, _, _ := bytes.Cut(src[offset:], []byte("\n"))
	return len(bytes.TrimSpace(rest)) == 0
}

// blankOut overwrites a text but for its line breaks.
func blankOut(text []byte) {
	for i, b := range text {
		if b != '\n' && b != '\r' {
			text[i] = ' '
		}
	}
}
