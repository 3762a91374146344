package stackfile

import (
	"cmp"
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// A yamlReader reads one document in YAML.
type yamlReader struct {
	*reader
	places map[*yaml.Node]Place
	open   map[*yaml.Node]bool // the nodes that are being read, which must not hold themselves
	via    Place               // of the alias through which they are read; none where there is none
}

func (r *reader) yaml() *Value {
	document, err := yamltext.Document(r.text)
	var broken *yamltext.Malformed
	switch {
	case errors.As(err, &broken):
		r.values = -1
		r.problem(r.broken(broken))
		return &Value{}
	case document == nil || len(document.Content) == 0:
		return &Value{Place: Place{1, 1}}
	}
	y := &yamlReader{reader: r, open: map[*yaml.Node]bool{}, places: map[*yaml.Node]Place{}}
	y.locate(document.Content[0])
	v := y.value(document.Content[0], 0)
	return &v
}

// locate finds the places of all nodes, in their order.
func (y *yamlReader) locate(node *yaml.Node) {
	y.places[node] = y.placeAt(node.Line, node.Column)
	for _, child := range node.Content {
		y.locate(child)
	}
}

func (y *yamlReader) at(node *yaml.Node) Place { return y.places[node] }

// value reads a node. What an alias stands for is read where the alias is.
func (y *yamlReader) value(node *yaml.Node, depth int) Value {
	at := y.at(node)
	if node.Kind == yaml.AliasNode {
		if y.via == (Place{}) {
			y.via = at
			defer func() { y.via = Place{} }()
		}
		node = node.Alias
	}
	if !y.spend(len(node.Value), depth, cmp.Or(y.via, at)) {
		return Value{Place: at}
	}
	if y.open[node] {
		y.problem(at, "This alias stands for what it is a part of. Write out what is meant.")
		return Value{Place: at}
	}
	y.open[node] = true
	defer delete(y.open, node)
	switch node.Kind {
	case yaml.SequenceNode:
		return y.list(node, at, depth)
	case yaml.MappingNode:
		return y.mapping(node, at, depth)
	}
	return y.scalar(node, at)
}

func (y *yamlReader) list(node *yaml.Node, at Place, depth int) Value {
	v := Value{Kind: List, Place: at, oddity: unknownTag(node, "!!seq", "!!python/tuple", "!!python/list")}
	for _, element := range node.Content {
		if y.values < 0 {
			break
		}
		v.List = append(v.List, y.value(element, depth+1))
	}
	return v
}

// unknownTag says that a list or a map is not what it looks like.
func unknownTag(node *yaml.Node, known ...string) string {
	if node.Style&yaml.TaggedStyle == 0 {
		return ""
	}
	tag := shortTag(node)
	for _, name := range known {
		if tag == name {
			return ""
		}
	}
	return "it has a tag of YAML that zsv does not know, so it is written as if it had none"
}

func shortTag(node *yaml.Node) string {
	if short, ok := strings.CutPrefix(node.Tag, "tag:yaml.org,2002:"); ok {
		return "!!" + short
	}
	return node.Tag
}

func (y *yamlReader) mapping(node *yaml.Node, at Place, depth int) Value {
	v := Value{Kind: Map, Place: at, oddity: unknownTag(node, "!!map", "!!python/dict")}
	if isUnquoted(node) {
		y.problem(at, "A reference to a secret without quotes is a map in YAML. Write it in quotes, '{{SECRET.KEY}}'.")
		return v
	}
	known := map[string]Place{}
	var merged []*yaml.Node
	for i := 0; i+1 < len(node.Content) && y.values >= 0; i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if isMerge(name) {
			if len(merged) > 0 {
				y.problem(y.at(name), "\"<<\" is set twice in one map. Write a list of maps behind one, the first of which counts.")
			}
			merged = append(merged, value)
			continue
		}
		key, ok := y.key(name)
		if ok {
			v.Map = y.add(v.Map, known, Member{Name: key, Place: y.at(name), Value: y.value(value, depth+1)})
		}
	}
	for _, source := range merged {
		v.Map = y.merge(v.Map, known, source, depth)
	}
	return v
}

// isUnquoted says that a map is meant as a reference: {{a.b}} without quotes is a map with a map as its only key.
func isUnquoted(node *yaml.Node) bool {
	return isFlow(node) && len(node.Content) == 2 && isFlow(node.Content[0]) && len(node.Content[0].Content) == 2
}

func isFlow(node *yaml.Node) bool {
	return node.Kind == yaml.MappingNode && node.Style&yaml.FlowStyle != 0
}

func isMerge(name *yaml.Node) bool {
	return name.Kind == yaml.ScalarNode && name.Value == "<<" && name.Style == 0
}

// key returns the text of a map's key.
func (y *yamlReader) key(name *yaml.Node) (string, bool) {
	target := name
	for target.Kind == yaml.AliasNode {
		target = target.Alias
	}
	if target.Kind != yaml.ScalarNode {
		y.problem(y.at(name), "The name of an entry must be a text, not a list or a map.")
		return "", false
	}
	y.values++ // the value behind it counts
	return target.Value, y.spend(len(target.Value), 0, y.at(name))
}

// merge adds the entries of a map, or of a list of maps, behind "<<" that are not there yet: the first one counts.
func (y *yamlReader) merge(members []Member, known map[string]Place, source *yaml.Node, depth int) []Member {
	at := y.at(source)
	v := y.value(source, depth)
	sources := []Value{v}
	if v.Kind == List {
		sources = v.List
	}
	for _, from := range sources {
		if from.Kind != Map {
			if y.values >= 0 && len(y.problems) == 0 {
				y.problem(at, "Behind \"<<\" stands a map, or a list of maps.")
			}
			continue
		}
		for _, m := range from.Map {
			if _, set := known[m.Name]; !set {
				known[m.Name] = m.Place
				members = append(members, m)
			}
		}
	}
	return members
}

func (y *yamlReader) scalar(node *yaml.Node, at Place) Value {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	switch {
	case node.Style&yaml.TaggedStyle != 0:
		return y.tagged(node, at)
	case node.Style&quoted != 0:
		return y.str(node.Value, at)
	}
	return y.plainScalar(node.Value, at)
}

// tagged reads a scalar with a tag, such as !!str 1.
func (y *yamlReader) tagged(node *yaml.Node, at Place) Value {
	switch tag := shortTag(node); tag {
	case "!!str", "!!python/str", "!!python/unicode", "!":
		return y.str(node.Value, at)
	case "!!null", "!!python/none":
		return Value{Place: at}
	case "!!int", "!!float", "!!bool", "!!python/int", "!!python/long", "!!python/float", "!!python/bool":
		if v := y.plainScalar(node.Value, at); v.Kind != String && v.Kind != Null || v.oddity != "" {
			return v
		}
	case "!!binary":
		v := y.str(node.Value, at)
		v.oddity = "it is bytes, not text, so it is written as it stands here, in Base64"
		return v
	}
	v := y.str(node.Value, at)
	v.oddity = "it has a tag of YAML that zsv does not know, so it is written as a string"
	return v
}
