package file

import (
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/splice"
)

// firstLine returns the line of a key's own comment, which stands right above it and is indented like it, else of the
// key. What stands at the beginning of the file is about the file.
func (s *yamlSplicer) firstLine(key *yaml.Node) int {
	first := key.Line - 1
	for first > 0 && isComment(s.line(first-1)) && indentation(s.line(first-1)) == key.Column-1 {
		first--
	}
	if first == 0 {
		return key.Line - 1
	}
	return first
}

// removal takes an entry out of a map, with its comments.
func (s *yamlSplicer) removal(node *yaml.Node, i int) ([]splice.Part, bool) {
	key := node.Content[i]
	if _, ok := s.name(key); !ok {
		return nil, false
	}
	end, ok := s.after(node, i)
	if !ok {
		return nil, false
	}
	first, last := s.firstLine(key), s.lineAt(end)
	if end == len(s.text) {
		last = s.lines()
	}
	last = s.withComments(last, key.Column)
	if first == 0 || isBlank(s.line(first-1)) {
		for last < s.lines() && isBlank(s.line(last)) { // else two gaps would become one of two
			last++
		}
	}
	return []splice.Part{splice.Replace(s.starts[first], s.starts[last], "")}, true
}

// withComments returns the line after those comments which are indented deeper than a key, and so belong to what is in it.
func (s *yamlSplicer) withComments(line, column int) int {
	for i := line; i < s.lines(); i++ {
		switch text := s.line(i); {
		case isComment(text) && indentation(text) >= column:
			line = i + 1
		case !isBlank(text):
			return line
		}
	}
	return line
}

// keyRemoval takes a key out of a secret, which stays, be it without keys.
func (s *yamlSplicer) keyRemoval(secretKey, secret *yaml.Node, name string) ([]splice.Part, bool) {
	if secret.Kind != yaml.MappingNode || secret.Style&yaml.FlowStyle != 0 {
		return nil, false
	}
	i := indexOf(secret, name)
	if i < 0 {
		return nil, false
	}
	parts, ok := s.removal(secret, i)
	if len(secret.Content) == 2 {
		at, named := s.name(secretKey)
		parts, ok = append(parts, splice.Insert(at.end+1, " {}")), ok && named
	}
	return parts, ok
}
