package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
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
	if source == nil || d.root != nil && d.root.Style&yaml.FlowStyle != 0 {
		return nil
	}
	return &yamlSplicer{yamlSource: source, root: d.root, lineEnd: lineEndOf(d.text), literals: literals}
}

// spliced returns the text with a revision: what it is about is changed where it stands, and nothing else.
func (d *yamlDocument) spliced(r revision, literals bool) []byte {
	mark, steps := d.mark, []revision{{secret: r.secret, create: r.create, set: r.set}}
	switch {
	case r.rename != nil:
		steps = []revision{{secret: *r.rename, drop: true}, r}
	case r.drop:
		steps = []revision{r}
	}
	if len(r.set) == 0 && !r.create && len(r.remove) > 0 {
		steps = nil
	}
	for _, key := range r.remove {
		steps = append(steps, revision{secret: r.secret, remove: []string{key}})
	}
	text := d.text
	for i, step := range steps {
		if i > 0 {
			var err error
			if d, err = parseYAML(text); err != nil {
				return nil
			}
		}
		s := d.splicer(literals)
		if s == nil {
			return nil
		}
		parts, ok := s.step(step)
		if !ok {
			return nil
		}
		text = parts.apply(text)
	}
	return slices.Concat(mark, text)
}

// step returns what a part of a revision changes.
func (s *yamlSplicer) step(r revision) (splices, bool) {
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
		return splices{{name.start, name.end, spellYAML(*r.rename)}}, ok
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
		if key := aliased(node.Content[i]); key.Kind == yaml.ScalarNode && key.Value == name && key.ShortTag() != "!!merge" {
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

// keys sets keys of a secret: values are replaced where they stand, new keys follow the last one.
func (s *yamlSplicer) keys(secret *yaml.Node, r revision) (splices, bool) {
	var all splices
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

func (s *yamlSplicer) isLiteral(value string) bool { return s.literals && isLiteral(value) }

// inserted puts whole lines at the beginning of a line, or at the end of a text that does not end with a line's end.
func (s *yamlSplicer) inserted(offset int, lines string) splice {
	if offset > 0 && s.text[offset-1] != '\n' {
		lines = s.lineEnd + lines
	}
	return splice{offset, offset, lines}
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

// replacement puts a value in the place of another one. A comment behind it stays in its line.
func (s *yamlSplicer) replacement(key, value *yaml.Node, text string) (splices, bool) {
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
		return splices{{at.start, at.end, lead + spellYAML(text) + rest + s.lineEnd}}, true
	}
	header, lines := literalYAML(text, key.Column-1, s.unit(), s.lineEnd)
	return splices{{at.start, at.end, lead + header + rest + s.lineEnd + lines}}, true
}

// cutHeader returns the header of a block scalar, and the comment behind it.
func cutHeader(line string) (header, comment string) {
	if i := strings.Index(line, " #"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}

// filled gives keys to a secret that is null or an empty map.
func (s *yamlSplicer) filled(key, value *yaml.Node, r revision) (splices, bool) {
	name, named := s.name(key)
	at, ok := s.extent(value, key.Column)
	if !ok || !named || at.isBlock || value.Anchor != "" || s.lineAt(at.end) != s.lineAt(name.start) {
		return nil, false
	}
	if len(r.set) == 0 {
		return splices{{name.end + 1, at.end, " {}"}}, true
	}
	indent := strings.Repeat(" ", key.Column-1+s.unit())
	return splices{{name.end + 1, at.end, ""}, s.inserted(s.afterLine(at.end, false), s.keyLines(indent, r.set))}, true
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

// newSecret adds a secret at the end of the document.
func (s *yamlSplicer) newSecret(r revision) splices {
	indent, end := "", len(s.text)
	if s.root != nil && len(s.root.Content) > 0 {
		indent = strings.Repeat(" ", s.root.Column-1)
		after, ok := s.after(s.root, len(s.root.Content)-2)
		if !ok {
			return nil
		}
		end = s.endOfComments(after)
	}
	lines := indent + spellYAML(r.secret) + ": {}" + s.lineEnd
	if len(r.set) > 0 {
		lines = indent + spellYAML(r.secret) + ":" + s.lineEnd + s.keyLines(indent+strings.Repeat(" ", s.unit()), r.set)
	}
	if s.areApart() {
		lines = s.lineEnd + lines
	}
	return splices{s.inserted(end, lines)}
}

// endOfComments returns the offset after the comments and blank lines that follow, but for blank lines at the end.
func (s *yamlSplicer) endOfComments(offset int) int {
	for i := s.lineAt(offset); offset < len(s.text) && i < s.lines(); i++ {
		switch line := s.line(i); {
		case isComment(line):
			offset = s.starts[i+1]
		case !isBlank(line):
			return offset
		}
	}
	return offset
}

// areApart says whether a blank line stands between the last two secrets.
func (s *yamlSplicer) areApart() bool {
	if s.root == nil || len(s.root.Content) < 4 {
		return false
	}
	first := s.firstLine(s.root.Content[len(s.root.Content)-2])
	return first > 0 && isBlank(s.line(first-1))
}

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
func (s *yamlSplicer) removal(node *yaml.Node, i int) (splices, bool) {
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
	return splices{{s.starts[first], s.starts[last], ""}}, true
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
func (s *yamlSplicer) keyRemoval(secretKey, secret *yaml.Node, name string) (splices, bool) {
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
		parts, ok = append(parts, splice{at.end + 1, at.end + 1, " {}"}), ok && named
	}
	return parts, ok
}
