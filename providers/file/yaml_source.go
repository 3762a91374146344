package file

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A yamlSource is a text with the offsets of its lines, so that what the library found can be found in the text. It
// understands what people write: where it does not, it says so, and where it errs, the text that comes of it is not the
// one that was wanted, and is not used.
type yamlSource struct {
	text   []byte
	starts []int // of lines; the last one is the end of the text
}

// newYAMLSource returns nil for a text with line breaks that only YAML has.
func newYAMLSource(text []byte) *yamlSource {
	if bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\r")) ||
		bytes.ContainsAny(text, "\u0085\u2028\u2029") {
		return nil
	}
	s := &yamlSource{text: text, starts: []int{0}}
	for i, c := range text {
		if c == '\n' && i+1 < len(text) {
			s.starts = append(s.starts, i+1)
		}
	}
	s.starts = append(s.starts, len(text))
	return s
}

// lines returns their number.
func (s *yamlSource) lines() int { return len(s.starts) - 1 }

// line returns a line, counted from 0, without its end.
func (s *yamlSource) line(i int) string {
	return strings.TrimRight(string(s.text[s.starts[i]:s.starts[i+1]]), "\r\n")
}

// lineAt returns the line of an offset.
func (s *yamlSource) lineAt(offset int) int {
	low, high := 0, s.lines()-1
	for low < high {
		if middle := (low + high + 1) / 2; s.starts[middle] <= offset {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

// start returns the offset of a node: the library counts lines and characters from 1.
func (s *yamlSource) start(node *yaml.Node) (int, bool) {
	if node.Line < 1 || node.Line > s.lines() || node.Column < 1 {
		return 0, false
	}
	offset, end := s.starts[node.Line-1], s.starts[node.Line]
	for range node.Column - 1 {
		if offset >= end {
			return 0, false
		}
		_, size := utf8.DecodeRune(s.text[offset:end])
		offset += size
	}
	return offset, true
}

// indentation returns the blanks that a line begins with.
func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") }

// afterLine returns the offset after the line in which an offset is; the offset itself where a line begins there and
// isWhole says that what ended there took its line with it.
func (s *yamlSource) afterLine(end int, isWhole bool) int {
	if isWhole {
		return end
	}
	return s.starts[s.lineAt(end)+1]
}

// An extent is where the text of a node is. Ends are exclusive.
type extent struct {
	start, end int
	isBlock    bool // it ends with the end of a line, as block scalars do
}

// extent returns where a node is; parent is the column of the key whose value it is, or of the map or list that it is in.
func (s *yamlSource) extent(node *yaml.Node, parent int) (extent, bool) {
	start, ok := s.start(node)
	if !ok {
		return extent{}, false
	}
	at := extent{start: start}
	switch {
	case node.Kind == yaml.AliasNode:
		at.end = start + 1 + len(node.Value)
		return at, at.end <= len(s.text) && s.text[start] == '*'
	case node.Kind == yaml.ScalarNode:
		return s.scalar(at, node, parent)
	case node.Style&yaml.FlowStyle != 0 || len(node.Content) == 0:
		at.end, ok = s.flow(s.afterProperties(start))
		return at, ok
	}
	last, column := node.Content[len(node.Content)-1], node.Column
	if node.Kind == yaml.MappingNode {
		column = node.Content[len(node.Content)-2].Column
	}
	inner, ok := s.extent(last, column)
	at.end, at.isBlock = inner.end, inner.isBlock
	return at, ok
}

// afterProperties returns the offset after a node's tag and anchor.
func (s *yamlSource) afterProperties(offset int) int {
	for offset < len(s.text) && (s.text[offset] == '!' || s.text[offset] == '&') {
		for offset < len(s.text) && !strings.ContainsRune(" \t\r\n", rune(s.text[offset])) {
			offset++
		}
		for offset < len(s.text) && (s.text[offset] == ' ' || s.text[offset] == '\t') {
			offset++
		}
	}
	return offset
}

func (s *yamlSource) scalar(at extent, node *yaml.Node, parent int) (extent, bool) {
	offset, ok := s.afterProperties(at.start), true
	rest := s.text[min(offset, len(s.text)):]
	switch {
	case node.Style&yaml.DoubleQuotedStyle != 0:
		at.end, ok = s.quoted(offset, '"')
	case node.Style&yaml.SingleQuotedStyle != 0:
		at.end, ok = s.quoted(offset, '\'')
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		at.end, at.isBlock = s.blockScalar(offset, parent), true
		ok = len(rest) > 0 && (rest[0] == '|' || rest[0] == '>')
	case bytes.HasPrefix(rest, []byte(node.Value)):
		at.end = offset + len(node.Value)
	default:
		at.end, ok = s.folded(offset, node.Value, parent)
	}
	return at, ok
}

// folded returns the offset after a plain scalar that goes on over several lines: its words are those of its value.
func (s *yamlSource) folded(offset int, value string, parent int) (int, bool) {
	words := strings.Fields(value)
	for i := s.lineAt(offset); i < s.lines(); i++ {
		line := s.line(i)
		if i > s.lineAt(offset) && !isBlank(line) && (indentation(line) < parent || isComment(line)) {
			return 0, false
		}
		line, _ = cutHeader(line)
		end := s.starts[i] + len(strings.TrimRight(line, " \t"))
		if end > offset && slices.Equal(words, strings.Fields(string(s.text[offset:end]))) {
			return end, true
		}
	}
	return 0, false
}

// quoted returns the offset after the quote that ends the one at an offset.
func (s *yamlSource) quoted(offset int, quote byte) (int, bool) {
	if offset >= len(s.text) || s.text[offset] != quote {
		return 0, false
	}
	for i := offset + 1; i < len(s.text); i++ {
		switch {
		case quote == '"' && s.text[i] == '\\':
			i++
		case s.text[i] != quote:
		case quote == '\'' && i+1 < len(s.text) && s.text[i+1] == quote:
			i++
		default:
			return i + 1, true
		}
	}
	return 0, false
}

// blockScalar returns the offset after the lines of a scalar whose header is at an offset: those that are indented
// deeper than its parent, and of the blank ones at its end as many as count.
func (s *yamlSource) blockScalar(offset, parent int) int {
	header := s.lineAt(offset)
	last := header
	keeps := strings.Contains(firstWord(string(s.text[offset:s.starts[header+1]])), "+")
	for i := header + 1; i < s.lines(); i++ {
		line := s.line(i)
		if !isBlank(line) && indentation(line) < parent {
			break
		}
		if !isBlank(line) || keeps {
			last = i
		}
	}
	return s.starts[last+1]
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, "\n")
	word, _, _ = strings.Cut(word, " ")
	return word
}

// flow returns the offset after the bracket that ends the one at an offset.
func (s *yamlSource) flow(offset int) (int, bool) { return s.flows(offset, func(int, int) {}) }

// flows is flow, and notes the same of each bracket in it.
func (s *yamlSource) flows(offset int, note func(start, end int)) (int, bool) {
	var open []int
	for i := offset; i < len(s.text); i++ {
		before := byte(' ')
		if i > 0 {
			before = s.text[i-1]
		}
		opens := strings.IndexByte(" \t\r\n[{,:", before) >= 0
		switch c := s.text[i]; {
		case c == '[' || c == '{':
			open = append(open, i)
		case (c == ']' || c == '}') && len(open) > 0:
			note(open[len(open)-1], i+1)
			open = open[:len(open)-1]
		case (c == '"' || c == '\'') && opens:
			end, ok := s.quoted(i, c)
			if !ok {
				return 0, false
			}
			i = end - 1
		case c == '#' && opens:
			i = s.starts[s.lineAt(i)+1] - 1
		}
		if len(open) == 0 {
			return i + 1, i > offset
		}
	}
	return 0, false
}
