package config

import (
	"bytes"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"go.yaml.in/yaml/v3"
)

// yamlLines finds the places of a text in YAML, whose lines and characters the library counts in its own way.
type yamlLines struct {
	src    []byte
	starts []int // of lines, and the end
	places positions
}

func newYAMLLines(src []byte) *yamlLines {
	l := &yamlLines{src: src, starts: []int{0}, places: positions{src: src, from: hcl.InitialPos}}
	for i := 0; i < len(src); {
		size := breakSize(src[i:])
		i += max(size, 1)
		if size > 0 {
			l.starts = append(l.starts, i)
		}
	}
	l.starts = append(l.starts, len(src))
	return l
}

// breakSize returns the size of the line break that a text begins with, 0 for none.
func breakSize(src []byte) int {
	if len(src) == 0 {
		return 0
	}
	switch {
	case bytes.HasPrefix(src, []byte("\r\n")):
		return len("\r\n")
	case src[0] == '\n', src[0] == '\r':
		return 1
	case bytes.HasPrefix(src, []byte("\u0085")):
		return len("\u0085")
	case bytes.HasPrefix(src, []byte("\u2028")), bytes.HasPrefix(src, []byte("\u2029")):
		return len("\u2028")
	}
	return 0
}

// offset returns where a node begins: the library counts lines and characters from 1.
func (l *yamlLines) offset(node *yaml.Node) (int, bool) {
	if node.Line < 1 || node.Line >= len(l.starts) || node.Column < 1 {
		return 0, false
	}
	at, end := l.starts[node.Line-1], l.starts[node.Line]
	for range node.Column - 1 {
		if at >= end {
			return 0, false
		}
		_, size := utf8.DecodeRune(l.src[at:end])
		at += size
	}
	return at, true
}

func (l *yamlLines) rangeOf(filename string, start, end int) hcl.Range {
	return hcl.Range{Filename: filename, Start: l.places.at(start), End: l.places.at(end)}
}

// positionOf returns the position of the beginning of a line, which the library may not know.
func (l *yamlLines) positionOf(line int) hcl.Pos {
	if line < 1 || line >= len(l.starts) {
		return hcl.InitialPos
	}
	return l.places.at(l.starts[line-1])
}

// lineRange returns the place of a node up to the end of its first line: where it is not known how its text is written.
func (l *yamlLines) lineRange(filename string, node *yaml.Node) hcl.Range {
	start, ok := l.offset(node)
	if !ok {
		at := l.positionOf(node.Line)
		return hcl.Range{Filename: filename, Start: at, End: at}
	}
	end := start
	for end < len(l.src) && breakSize(l.src[end:]) == 0 {
		end++
	}
	return l.rangeOf(filename, start, end)
}

// place returns the scalar that a node is, with the place of each of its bytes; ok is false where it is written in a way
// that is not understood.
func (l *yamlLines) place(filename string, node *yaml.Node) (*placedLiteral, bool) {
	start, ok := l.offset(node)
	if !ok {
		return nil, false
	}
	start = afterProperties(l.src, start)
	decoded, ok := decodeYAML(l.src, start, node)
	if !ok || decoded.text != node.Value || decoded.text == "" {
		return nil, false
	}
	return &placedLiteral{content: positions{src: l.src, from: l.places.at(start)}, decoded: decoded, filename: filename}, true
}

// afterProperties returns the offset behind the tag and the anchor of a node.
func afterProperties(src []byte, at int) int {
	for at < len(src) && (src[at] == '!' || src[at] == '&') {
		for at < len(src) && !isYAMLBlank(src[at]) {
			at++
		}
		for at < len(src) && isYAMLBlank(src[at]) {
			at++
		}
	}
	return at
}

func isYAMLBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }
