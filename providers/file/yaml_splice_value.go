package file

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/splice"
)

// replacement puts a value in the place of another one. A comment behind it stays in its line.
func (s *yamlSplicer) replacement(key, value *yaml.Node, text string) ([]splice.Part, bool) {
	at, ok := s.extent(value, key.Column)
	if _, named := s.name(key); !ok || !named {
		return nil, false
	}
	if value.Kind == yaml.MappingNode || value.Kind == yaml.SequenceNode {
		return nil, false
	}
	lead := ""
	if at.start > 0 && s.text[at.start-1] == ':' { // null that is nothing at all
		lead = " "
	}
	var rest string // of the line with the value, or with the header of its lines
	if at.isBlock {
		_, rest = cutHeader(s.line(s.lineAt(at.start))[at.start-s.starts[s.lineAt(at.start)]:])
	} else {
		next := s.starts[s.lineAt(at.end)+1]
		rest = strings.TrimRight(string(s.text[at.end:next]), "\r\n")
		at.end = next
	}
	if !s.isLiteral(text) {
		return []splice.Part{splice.Replace(at.start, at.end, lead+spellYAML(text)+rest+s.lineEnd)}, true
	}
	header, lines := literalYAML(text, key.Column-1, s.unit(), s.lineEnd)
	return []splice.Part{splice.Replace(at.start, at.end, lead+header+rest+s.lineEnd+lines)}, true
}

// cutHeader returns the header of a block scalar, and the comment behind it.
func cutHeader(line string) (header, comment string) {
	if i := strings.Index(line, " #"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}

func (s *yamlSplicer) isLiteral(value string) bool { return s.literals && isLiteral(value) }
