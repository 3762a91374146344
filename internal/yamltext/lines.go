package yamltext

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Lines finds the places of nodes in their text, whose lines and characters the library counts in its own way.
type Lines struct {
	text   []byte
	starts []int // of lines, and the end
}

// NewLines finds the lines of a text.
func NewLines(text []byte) *Lines {
	l := &Lines{text: text, starts: []int{0}}
	for i := 0; i < len(text); {
		size := breakSize(text[i:])
		i += max(size, 1)
		if size > 0 {
			l.starts = append(l.starts, i)
		}
	}
	l.starts = append(l.starts, len(text))
	return l
}

// Count returns how many lines there are.
func (l *Lines) Count() int { return len(l.starts) - 1 }

// Line returns the offsets at which a line begins and ends, with its break; ok is false where there is no such line. The first
// one is 1.
func (l *Lines) Line(line int) (start, end int, ok bool) {
	if line < 1 || line > l.Count() {
		return 0, 0, false
	}
	return l.starts[line-1], l.starts[line], true
}

// Offset returns where a node begins: the library counts lines and characters from 1.
func (l *Lines) Offset(node *yaml.Node) (offset int, ok bool) {
	at, end, ok := l.Line(node.Line)
	if !ok || node.Column < 1 {
		return 0, false
	}
	for range node.Column - 1 {
		if at >= end {
			return 0, false
		}
		_, size := utf8.DecodeRune(l.text[at:end])
		at += size
	}
	return at, true
}

// EndOfLine returns the offset at which the line ends that an offset is in, without its break.
func (l *Lines) EndOfLine(offset int) int {
	for offset < len(l.text) && breakSize(l.text[offset:]) == 0 {
		offset++
	}
	return offset
}

// breakSize returns the size of the line break that a text begins with, 0 for none.
func breakSize(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	switch {
	case bytes.HasPrefix(text, []byte("\r\n")):
		return len("\r\n")
	case text[0] == '\n', text[0] == '\r':
		return 1
	case bytes.HasPrefix(text, []byte("\u0085")):
		return len("\u0085")
	case bytes.HasPrefix(text, []byte("\u2028")), bytes.HasPrefix(text, []byte("\u2029")):
		return len("\u2028")
	}
	return 0
}

// afterProperties returns the offset behind the tag and the anchor of a node, and the comments behind these.
func afterProperties(text []byte, at int) int {
	for at < len(text) && (text[at] == '!' || text[at] == '&') {
		for at < len(text) && !isBlank(text[at]) {
			at++
		}
		at = afterBlanks(text, at)
	}
	return at
}

func afterBlanks(text []byte, at int) int {
	for at < len(text) && (isBlank(text[at]) || text[at] == '#' && isBlank(text[at-1])) {
		if text[at] == '#' {
			for at < len(text) && breakSize(text[at:]) == 0 {
				at++
			}
			continue
		}
		at++
	}
	return at
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }
