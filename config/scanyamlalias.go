package config

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// What an anchor marks is found where it is written. Only the names of secrets are looked for in an alias, too: whether a text
// is one depends on where it is used.

// mostAliased is how many nodes the aliases of a document may stand for: with aliases of aliases a few lines could come to
// more than any machine has.
const mostAliased = 200_000

// alias walks what an alias stands for, as far as it may have the name of a secret.
func (w *yamlWalk) alias(p attributePath, name string, node *yaml.Node, depth int) {
	if node.Alias != nil && w.aliased <= mostAliased && w.mayName(node.Alias, p.name) {
		w.expand(node.Alias, func() { w.node(p, name, node.Alias, depth+1) })
	}
}

// expand walks what an alias stands for, unless it is in that itself.
func (w *yamlWalk) expand(target *yaml.Node, walk func()) {
	if w.expanding[target] {
		return
	}
	if w.expanding == nil {
		w.expanding = map[*yaml.Node]bool{}
	}
	before := w.names
	w.names, w.expanding[target] = true, true
	walk()
	w.names = before
	delete(w.expanding, target)
}

// members walks the members of a map, but for some, and then those that are merged into it, which its own ones hide.
func (w *yamlWalk) members(p attributePath, node *yaml.Node, depth int, hidden []string) {
	var merged []*yaml.Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case key.ShortTag() == "!!merge":
			merged = append(merged, value)
		case !slices.Contains(hidden, key.Value):
			w.member(p, key, value, depth)
		}
	}
	if len(merged) == 0 || depth > maxNesting {
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		hidden = append(slices.Clip(hidden), node.Content[i].Value)
	}
	for _, source := range merged {
		w.merge(p, source, depth+1, hidden)
	}
}

// merge walks what is merged into a map: another map, or several.
func (w *yamlWalk) merge(p attributePath, source *yaml.Node, depth int, hidden []string) {
	switch {
	case depth > maxNesting, w.aliased > mostAliased:
	case source.Kind == yaml.SequenceNode:
		for _, one := range source.Content {
			w.merge(p, one, depth+1, hidden)
		}
	case source.Kind == yaml.MappingNode:
		w.members(p, source, depth, hidden)
	case source.Kind == yaml.AliasNode && source.Alias != nil && w.mayName(source.Alias, p.name):
		w.aliased++
		w.expand(source.Alias, func() { w.merge(p, source.Alias, depth+1, hidden) })
	}
}

// mayName says whether there may be the name of a secret in what an alias stands for, or what tells what the map around is.
func (w *yamlWalk) mayName(node *yaml.Node, as string) bool {
	if node.Kind == yaml.ScalarNode {
		return slices.Contains(secretNaming, as) || slices.Contains(telling, as)
	}
	if w.naming == nil {
		w.naming = map[*yaml.Node]bool{}
	}
	known, ok := w.naming[node]
	if ok {
		return known
	}
	w.naming[node] = false // of one that holds itself
	found := slices.Contains(secretNaming, as)
	for i, inner := range node.Content {
		if inner.Kind == yaml.AliasNode && inner.Alias != nil {
			inner = inner.Alias
		}
		isKey := node.Kind == yaml.MappingNode && i%2 == 0
		found = found || isKey && (slices.Contains(secretNaming, inner.Value) || slices.Contains(telling, inner.Value)) ||
			!isKey && inner.Kind != yaml.ScalarNode && w.mayName(inner, "")
	}
	w.naming[node] = found
	return found
}
