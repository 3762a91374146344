package stackfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A Value is one value of a configuration.
type Value struct {
	Kind  Kind
	Text  string // of a String, of a Number in decimal digits as HCL takes them, "true" or "false" of a Bool
	List  []Value
	Map   []Member // in the order of the file, each name once
	Place Place

	// oddity says that the file holds another value, of which this is the text; "" where it does not.
	oddity string
}

// A Member is an entry of a map. Its name is in Unicode's composed form, as all text in HCL.
type Member struct {
	Name  string
	Value Value
	Place Place // of the name
}

// A Kind is what a Value is. The zero Kind is Null.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

// isEmpty says that there is nothing in a value.
func (v *Value) isEmpty() bool {
	return v.Kind == Null || v.Kind == String && v.Text == "" || v.Kind == List && len(v.List) == 0 ||
		v.Kind == Map && len(v.Map) == 0
}

// member returns the value of a name in a map, nil where it has none.
func (v *Value) member(name string) *Value {
	for i := range v.Map {
		if v.Map[i].Name == name {
			return &v.Map[i].Value
		}
	}
	return nil
}

// A Leaf is a value that is neither null, nor a list, nor a map, with the way to it as package config writes it.
type Leaf struct {
	*Value
	Path string
	// Within are the names on the way to it, but for its own.
	Within []string
}

// Leaves returns what stands in each component, by its address, and in the stack's own block, by its. They are parts of the
// stack: who changes them changes it.
func (s *Stack) Leaves(block string) map[string][]Leaf {
	all := make(map[string][]Leaf, len(s.Components)+1)
	for i := range s.Components {
		all[s.Components[i].Addr.String()] = leaves(s.Components[i].Attributes)
	}
	all[block] = leaves(s.arguments())
	return all
}

// arguments returns the arguments of the stack's own block that are values. They share what is in them with the stack.
func (s *Stack) arguments() []Member {
	var all []Member
	if len(s.Settings) > 0 {
		all = append(all, Member{Name: "settings", Value: Value{Kind: Map, Map: s.Settings}})
	}
	if len(s.Env) > 0 {
		all = append(all, Member{Name: "env", Value: Value{Kind: Map, Map: s.Env}})
	}
	return all
}

// Leaves returns what stands in a component, by path.
func (c *Component) Leaves() map[string]Leaf {
	all := map[string]Leaf{}
	for _, l := range leaves(c.Attributes) {
		all[l.Path] = l
	}
	return all
}

// leaves returns what stands in some attributes. Null is unset.
func leaves(members []Member) []Leaf {
	var found []Leaf
	for i := range members {
		found = appendLeaves(found, members[i].Name, []string{members[i].Name}, &members[i].Value)
	}
	return found
}

// appendLeaves adds what stands in a value; names are those on the way to it, with its own.
func appendLeaves(found []Leaf, path string, names []string, v *Value) []Leaf {
	switch v.Kind {
	case Null:
	case List:
		for i := range v.List {
			found = appendLeaves(found, fmt.Sprintf("%s[%d]", path, i), names, &v.List[i])
		}
	case Map:
		for i := range v.Map {
			name := v.Map[i].Name
			found = appendLeaves(found, path+step(name), append(slices.Clone(names), name), &v.Map[i].Value)
		}
	default:
		found = append(found, Leaf{Value: v, Path: path, Within: names[:max(len(names)-1, 0)]})
	}
	return found
}

// step writes a key behind a path as HCL's traversals do.
func step(name string) string {
	if hclsyntax.ValidIdentifier(name) {
		return "." + name
	}
	return fmt.Sprintf("[%q]", strings.NewReplacer("${", "$${", "%{", "%%{").Replace(name))
}

// composed returns a text in the form that HCL reads all text in, and whether that is another one.
func composed(text string) (string, bool) {
	normal := cty.NormalizeString(text)
	return normal, normal != text
}
