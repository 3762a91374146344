package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/splice"
	"github.com/zsv-dev/zsv/internal/yamltext"
)

// A yamlSplicer edits the text of a document by lines, as people do.
type yamlSplicer struct {
	*yamlSource
	root    *yaml.Node
	lineEnd string
	// literals says that values of several lines become block literals.
	literals bool
}

// splicer returns nil where the text is not one to be edited by lines.
func (d *yamlDocument) splicer(literals bool) *yamlSplicer {
	source := newYAMLSource(d.text)
	if source == nil || d.root != nil && d.root.Style&yaml.FlowStyle != 0 && len(d.root.Content) > 0 {
		return nil
	}
	return &yamlSplicer{yamlSource: source, root: d.root, lineEnd: lineEndOf(d.text), literals: literals}
}

// spliced returns the text with a revision: what it is about is changed where it stands, and nothing else.
func (d *yamlDocument) spliced(r revision, literals bool) []byte {
	current, text := d, d.text
	for i, step := range r.steps() {
		if i > 0 {
			var err error
			if current, err = parseYAML(text); err != nil {
				return nil
			}
		}
		s := current.splicer(literals)
		if s == nil {
			return nil
		}
		parts, ok := s.step(step)
		if !ok {
			return nil
		}
		text = splice.Apply(text, parts)
	}
	return slices.Concat(d.mark, text)
}

// steps returns parts of a revision that can be made one after the other, each in the text that the one before it left.
func (r revision) steps() []revision {
	var steps []revision
	switch {
	case r.rename != nil:
		return []revision{{secret: *r.rename, drop: true}, r}
	case r.drop:
		return []revision{r}
	case len(r.set) > 0 || r.create || len(r.remove) == 0:
		steps = append(steps, revision{secret: r.secret, create: r.create, set: r.set})
	}
	for _, key := range r.remove {
		steps = append(steps, revision{secret: r.secret, remove: []string{key}})
	}
	return steps
}

// step returns what a part of a revision changes.
func (s *yamlSplicer) step(r revision) ([]splice.Part, bool) {
	i := indexOf(s.root, r.secret)
	switch {
	case r.drop:
		if i < 0 {
			return nil, true // the new name of a secret, which need not be there
		}
		return s.removal(s.root, i)
	case i < 0:
		return s.newSecret(r), r.create
	case r.rename != nil:
		name, ok := s.name(s.root.Content[i])
		return []splice.Part{splice.Replace(name.start, name.end, spellYAML(*r.rename))}, ok
	}
	key, value := s.root.Content[i], s.root.Content[i+1]
	switch {
	case len(r.remove) > 0:
		return s.keyRemoval(key, value, r.remove[0])
	case value.Kind == yaml.ScalarNode || value.Kind == yaml.MappingNode && len(value.Content) == 0:
		return s.filled(key, value, r)
	case value.Kind == yaml.MappingNode && value.Style&yaml.FlowStyle == 0:
		return s.keys(value, r)
	default:
		return nil, false
	}
}

// columnOf returns the column of a map's keys: the map's own is that of its anchor, if it has one.
func columnOf(node *yaml.Node) int {
	if len(node.Content) == 0 {
		return node.Column
	}
	return node.Content[0].Column
}

// indexOf returns where a map has a key of its own; -1 if it has not.
func indexOf(node *yaml.Node, name string) int {
	if node == nil {
		return -1
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if key := yamltext.Aliased(node.Content[i]); key.Kind == yaml.ScalarNode && key.Value == name && key.ShortTag() != "!!merge" {
			return i
		}
	}
	return -1
}

// name returns where a key is, if it is the first thing in its line.
func (s *yamlSplicer) name(key *yaml.Node) (extent, bool) {
	at, ok := s.extent(key, key.Column)
	if !ok || !isBlank(string(s.text[s.starts[key.Line-1]:at.start])) {
		return extent{}, false
	}
	return at, strings.HasPrefix(string(s.text[at.end:]), ":")
}

// after returns the offset after the lines of an entry of a map in block style.
func (s *yamlSplicer) after(node *yaml.Node, i int) (int, bool) {
	if i < 0 {
		return 0, false
	}
	key, value := node.Content[i], node.Content[i+1]
	at, ok := s.extent(value, key.Column)
	if !ok {
		return 0, false
	}
	return s.afterLine(at.end, at.isBlock), true
}
