package file

import (
	"bytes"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/splice"
	"github.com/zsv-dev/zsv/internal/yamltext"
)

// withSecretAnew returns the text with one secret written by the library, in its old place, and all else as it was.
func (d *yamlDocument) withSecretAnew(r revision) []byte {
	if r.drop || r.rename != nil {
		return nil
	}
	s := d.splicer(false)
	i := indexOf(d.root, r.secret)
	if s == nil || i < 0 || s.root.Column != 1 {
		return nil
	}
	key := *s.root.Content[i]
	end, ok := s.after(s.root, i)
	if _, named := s.name(&key); !ok || !named {
		return nil
	}
	key.HeadComment, key.FootComment = "", "" // they are in the text around
	text := encodeYAML(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{&key, d.revised(r)}}, s.unit())
	if text == nil {
		return nil
	}
	if s.lineEnd != "\n" {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte(s.lineEnd))
	}
	start := s.starts[key.Line-1]
	return slices.Concat(d.mark, splice.Apply(d.text, []splice.Part{splice.Replace(start, end, string(text))}))
}

// anew returns the document as the library writes it: with its comments and in its order.
func (d *yamlDocument) anew(r revision) []byte {
	again, err := parseYAML(d.text) // to change its nodes, not those of d
	if err != nil {
		return nil
	}
	document := &yaml.Node{Kind: yaml.DocumentNode}
	if again.root != nil {
		document.HeadComment, document.FootComment = again.comments[0], again.comments[1]
	}
	root := &yaml.Node{Kind: yaml.MappingNode}
	if again.root != nil {
		root = again.root
	}
	if !again.change(root, r) {
		return nil
	}
	if len(root.Content) > 0 && len(d.byName) == 0 {
		root.Style = 0 // else {}, filled, would stay in one line
	}
	document.Content = []*yaml.Node{root}
	(&anchors{moved: map[*yaml.Node]*yaml.Node{}}).mend(root)
	unit := 2
	if s := d.splicer(false); s != nil {
		unit = s.unit()
	}
	return slices.Concat(d.mark, encodeYAML(document, unit))
}

// change makes a revision in the map of all secrets.
func (d *yamlDocument) change(root *yaml.Node, r revision) bool {
	i := indexOf(root, r.secret)
	switch {
	case r.drop && i >= 0:
		root.Content = slices.Delete(root.Content, i, i+2)
	case r.rename != nil && i >= 0:
		if old := indexOf(root, *r.rename); old >= 0 {
			root.Content = slices.Delete(root.Content, old, old+2)
			i = indexOf(root, r.secret)
		}
		key := *yamltext.Aliased(root.Content[i])
		key.Value, key.Tag, key.Style, key.Anchor = *r.rename, "!!str", yaml.DoubleQuotedStyle, ""
		root.Content[i] = &key
	case r.drop, r.rename != nil: // it is merged, and would be missing elsewhere
		return false
	case i < 0:
		root.Content = append(root.Content, nameNode(r.secret), d.revised(r))
	default:
		root.Content[i+1] = d.revised(r)
	}
	return true
}

// nameNode returns a name as the library writes it.
func nameNode(name string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name}
	if spellYAML(name) != name {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

// revised returns the secret of a revision, changed, as a map of its own: one that is aliased elsewhere stays as it is
// there.
func (d *yamlDocument) revised(r revision) *yaml.Node {
	secret := &yaml.Node{Kind: yaml.MappingNode}
	if entry, ok := d.topEntry(r.secret); ok && !r.create {
		secret = d.ownMap(entry.value, r)
	}
	for _, name := range r.remove {
		if i := indexOf(secret, name); i >= 0 {
			secret.Content = slices.Delete(secret.Content, i, i+2)
		}
	}
	for _, name := range r.sorted() {
		value := scalarNode(r.set[name])
		if i := indexOf(secret, name); i >= 0 {
			old := secret.Content[i+1]
			value.HeadComment, value.LineComment, value.FootComment = old.HeadComment, old.LineComment, old.FootComment
			secret.Content[i+1] = value
		} else {
			secret.Content = append(secret.Content, nameNode(name), value)
		}
	}
	return secret
}

func (d *yamlDocument) topEntry(name string) (yamlEntry, bool) {
	if d.root == nil {
		return yamlEntry{}, false
	}
	entry, ok := d.reader.flat[d.root][name]
	return entry, ok
}

// ownMap returns a copy of a secret that may be changed. Where keys are to be removed that are merged into it, the copy
// has all of them itself.
func (d *yamlDocument) ownMap(value *yaml.Node, r revision) *yaml.Node {
	node := *value
	if value.Kind == yaml.AliasNode {
		node = *uncommented(value.Alias)
	}
	own := &node
	own.Anchor = ""
	own.Content = slices.Clone(own.Content)
	isMerged := func(name string) bool { return indexOf(own, name) < 0 }
	if !slices.ContainsFunc(r.remove, isMerged) {
		return own
	}
	entries := d.reader.flat[yamltext.Aliased(value)]
	var content []*yaml.Node
	for i := 0; i+1 < len(own.Content); i += 2 {
		if yamltext.Aliased(own.Content[i]).ShortTag() != "!!merge" {
			content = append(content, own.Content[i], own.Content[i+1])
		}
	}
	own.Content = content
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if indexOf(own, name) < 0 {
			own.Content = append(own.Content, nameNode(name), uncommented(entries[name].value))
		}
	}
	return own
}

// uncommented returns a copy of a node, for another place. The comments stay where they are.
func uncommented(node *yaml.Node) *yaml.Node {
	copied := *node
	copied.HeadComment, copied.LineComment, copied.FootComment = "", "", ""
	copied.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		copied.Content[i] = uncommented(child)
	}
	return &copied
}

// anchors sees to aliases whose anchor has gone, or comes later: the first of them becomes what it stood for.
type anchors struct {
	moved map[*yaml.Node]*yaml.Node // where what was aliased is now
}

func (a *anchors) mend(node *yaml.Node) {
	if node.Anchor != "" && node.Kind != yaml.AliasNode {
		a.moved[node] = node
	}
	for i, child := range node.Content {
		if child.Kind == yaml.AliasNode {
			node.Content[i] = a.instead(child)
			continue
		}
		a.mend(child)
	}
}

// instead returns what is to stand in the place of an alias.
func (a *anchors) instead(alias *yaml.Node) *yaml.Node {
	if there := a.moved[alias.Alias]; there != nil {
		again := *alias
		again.Alias = there
		return &again
	}
	copied := uncommented(alias.Alias)
	copied.HeadComment, copied.LineComment, copied.FootComment = alias.HeadComment, alias.LineComment, alias.FootComment
	a.note(alias.Alias, copied)
	a.mend(copied)
	return copied
}

// note says where all that is anchored in a node is now: in its copy.
func (a *anchors) note(node, copied *yaml.Node) {
	if node.Anchor != "" && a.moved[node] == nil {
		a.moved[node] = copied
	}
	for i, child := range node.Content {
		a.note(child, copied.Content[i])
	}
}

// encodeYAML returns a node as text; nil where the library fails.
func encodeYAML(node *yaml.Node, unit int) (text []byte) {
	defer func() {
		if recover() != nil { // the library panics where it has a defect
			text = nil
		}
	}()
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(unit)
	if encoder.Encode(node) != nil || encoder.Close() != nil {
		return nil
	}
	return out.Bytes()
}
