package file

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/splice"
)

// keys sets keys of a secret: values are replaced where they stand, new keys follow the last one.
func (s *yamlSplicer) keys(secret *yaml.Node, r revision) ([]splice.Part, bool) {
	var all []splice.Part
	indent := strings.Repeat(" ", columnOf(secret)-1)
	added := map[string]string{}
	for _, name := range r.sorted() {
		i := indexOf(secret, name)
		if i < 0 {
			added[name] = r.set[name]
			continue
		}
		parts, ok := s.replacement(secret.Content[i], secret.Content[i+1], r.set[name])
		if !ok {
			return nil, false
		}
		all = append(all, parts...)
	}
	end, ok := s.after(secret, len(secret.Content)-2)
	if ok && len(added) > 0 {
		all = append(all, s.inserted(end, s.keyLines(indent, added)))
	}
	return all, ok
}

// filled gives keys to a secret that is null or an empty map.
func (s *yamlSplicer) filled(key, value *yaml.Node, r revision) ([]splice.Part, bool) {
	name, named := s.name(key)
	at, ok := s.extent(value, key.Column)
	if !ok || !named || at.isBlock || value.Anchor != "" || s.lineAt(at.end) != s.lineAt(name.start) {
		return nil, false
	}
	if len(r.set) == 0 {
		return []splice.Part{splice.Replace(name.end+1, at.end, " {}")}, true
	}
	indent := strings.Repeat(" ", key.Column-1+s.unit())
	lines := s.inserted(s.afterLine(at.end, false), s.keyLines(indent, r.set))
	return []splice.Part{splice.Replace(name.end+1, at.end, ""), lines}, true
}

// keyLines returns keys with their values, a line each or more.
func (s *yamlSplicer) keyLines(indent string, values map[string]string) string {
	var out strings.Builder
	for _, name := range sortedKeys(values) {
		out.WriteString(indent + spellYAML(name) + ": ")
		if s.isLiteral(values[name]) {
			header, lines := literalYAML(values[name], len(indent), s.unit(), s.lineEnd)
			out.WriteString(header + s.lineEnd + lines)
		} else {
			out.WriteString(spellYAML(values[name]) + s.lineEnd)
		}
	}
	return out.String()
}

// unit returns by how much keys are indented more than their secrets.
func (s *yamlSplicer) unit() int {
	if s.root == nil {
		return 2
	}
	for i := 0; i+1 < len(s.root.Content); i += 2 {
		value := s.root.Content[i+1]
		isBlock := value.Kind == yaml.MappingNode && value.Style&yaml.FlowStyle == 0
		if unit := columnOf(value) - s.root.Column; isBlock && 0 < unit && unit < 10 { // as far as literals can say it
			return unit
		}
	}
	return 2
}

// inserted puts whole lines at the beginning of a line, or at the end of a text that does not end with a line's end.
func (s *yamlSplicer) inserted(offset int, lines string) splice.Part {
	if offset > 0 && s.text[offset-1] != '\n' {
		lines = s.lineEnd + lines
	}
	return splice.Insert(offset, lines)
}
