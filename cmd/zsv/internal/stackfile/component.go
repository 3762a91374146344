package stackfile

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/config"
)

// components reads the components: a map from each type to one of them or to several, or a list of those that name their
// types themselves.
func (b *builder) components(v *Value) {
	switch v.Kind {
	case Null:
	case Map:
		for i := range v.Map {
			b.componentsOf(&v.Map[i])
		}
	case List:
		for i := range v.List {
			b.component("", &v.List[i])
		}
	default:
		b.problem(v.Place, "Expected a map of component types here, each with its component.")
	}
}

// componentsOf reads the components of one type.
func (b *builder) componentsOf(m *Member) {
	kind := Value{Kind: String, Text: m.Name, Place: m.Place}
	b.name(&kind, "The type of a component")
	switch m.Value.Kind {
	case Null:
	case List:
		for i := range m.Value.List {
			b.component(m.Name, &m.Value.List[i])
		}
	default:
		b.component(m.Name, &m.Value)
	}
}

// component reads one component.
func (b *builder) component(kind string, v *Value) {
	if v.Kind != Map {
		b.problem(v.Place, "Expected a component here: a map with name, flavor and configuration.")
		return
	}
	f := componentFields{}
	problems := len(b.problems)
	switch f.kind = fieldOf(v, "type"); {
	case kind == "" && f.kind == nil:
		b.problem(v.Place, "This component has no type. Expected a map with type, name, flavor and configuration.")
		return
	case kind == "":
		kind = b.name(f.kind, "The type of a component")
	case f.kind != nil && f.kind.Text != kind:
		b.problem(f.kind.Place, "This component has another type than the list that it is in. Correct one of them.")
		return
	}
	name := fieldOf(v, "name")
	if name == nil {
		b.problem(v.Place, "This component has no name. Expected a map with name, flavor and configuration.")
		return
	}
	c := Component{Addr: config.ComponentAddr{Type: kind, Name: b.name(name, "The name of a component")}, Place: v.Place}
	b.fields(v, what(c.Addr), f.known(b))
	if f.flavor != nil && f.flavor.Kind != Null {
		c.Flavor = b.name(flavorName(f.flavor), "The flavor of a component")
	}
	if len(b.problems) == problems && (f.configuration == nil || f.configuration.Kind == Null) && isServers(v) {
		b.problem(v.Place, "This is a component as the server lists it, without its configuration, which holds the references. "+
			"zsv import zenml STACK reads it from the server.")
	}
	if len(b.problems) == problems {
		c.Attributes = b.attributes(c.Addr, f.configuration)
		b.nested(&c, "settings", f.settings)
		b.variables(f.environment, what(c.Addr)+"environment", c.Addr.String())
		b.addComponent(c)
	}
}

// isServers says whether a component is in the shape in which a server describes one.
func isServers(v *Value) bool {
	return v.member("id") != nil || v.member("body") != nil || v.member("metadata") != nil
}

// componentFields are the entries of a component.
type componentFields struct{ kind, flavor, configuration, settings, environment *Value }

func (f *componentFields) known(b *builder) map[string]field {
	keep := b.keep
	ignore := func(*Value) {}
	return map[string]field{"name": ignore, "type": ignore, "flavor": keep(&f.flavor), "flavor_name": keep(&f.flavor),
		"configuration": keep(&f.configuration), "settings": keep(&f.settings), "environment": keep(&f.environment)}
}

// fieldOf returns an entry of a component, which a server may have put into its body.
func fieldOf(v *Value, name string) *Value {
	if found := v.member(name); found != nil && found.Kind != Null {
		return found
	}
	if body := v.member("body"); body != nil {
		return body.member(name)
	}
	return nil
}

// flavorName returns the name of a flavor, of which a server may tell all.
func flavorName(v *Value) *Value {
	if name := v.member("name"); name != nil {
		return name
	}
	return v
}

// what begins the name of a part of a component.
func what(addr config.ComponentAddr) string {
	return strings.TrimPrefix(addr.String(), "component.") + ": "
}

// addComponent adds a component, unless the same is there already.
func (b *builder) addComponent(c Component) {
	if first, again := b.known[c.Addr]; again {
		other := b.stack.Components[first]
		if c.Flavor != other.Flavor || !reflect.DeepEqual(plain(c.Attributes), plain(other.Attributes)) {
			where := ""
			if other.Place.Line > 0 {
				where = ", first in line " + strconv.Itoa(other.Place.Line)
			}
			b.problem(c.Place, "There are two components of this type and name"+where+", and they differ. Remove the one that is "+
				"not meant, or give it another name.")
			return
		}
		b.stack.Notes = append(b.stack.Notes, Note{Place: c.Place, What: strings.TrimSuffix(what(c.Addr), ": "),
			Why: "it is there twice, and written once", Kept: true})
		return
	}
	b.known[c.Addr] = len(b.stack.Components)
	b.stack.Components = append(b.stack.Components, c)
}

// plain maps the paths of all values to what they are.
func plain(members []Member) map[string]Value {
	all := map[string]Value{}
	for _, l := range leaves(members) {
		all[l.Path] = Value{Kind: l.Kind, Text: l.Text}
	}
	return all
}

// attributes reads the configuration of a component: a map, or a text in which JSON or Python wrote one.
func (b *builder) attributes(addr config.ComponentAddr, v *Value) []Member {
	if v == nil || v.isEmpty() {
		return nil
	}
	if v.Kind == String {
		v = b.written(v)
	}
	if v == nil {
		return nil
	}
	if v.Kind != Map {
		b.problem(v.Place, "Expected the configuration of the component here: a map, or a text in JSON that is one.")
		return nil
	}
	b.noteOddities(strings.TrimSuffix(what(addr), ": "), &Value{Kind: Map, Map: v.Map})
	var kept []Member
	for _, m := range v.Map {
		switch {
		case m.Value.Kind == Null: // which is unset, too
		case m.Name == "flavor":
			b.leaveOut(what(addr)+m.Name, "in zsv the flavor is the component's own", &m.Value, m.Place)
		case !isIdentifier(m.Name):
			b.leaveOut(what(addr)+m.Name, "HCL has no arguments of such a name", &m.Value, m.Place)
		default:
			kept = append(kept, m)
		}
	}
	return kept
}

// written reads a configuration that is a text.
func (b *builder) written(v *Value) *Value {
	if json.Valid([]byte(v.Text)) {
		return b.json([]byte(v.Text), func(int) Place { return v.Place })
	}
	problems := len(b.problems)
	read, ok := b.literal(v.Text, v.Place)
	if !ok {
		if len(b.problems) == problems {
			b.problem(v.Place, "The configuration is a text that is neither JSON nor what Python prints for a map, so it cannot be "+
				"read. Write it as a map.")
		}
		return nil
	}
	return &read
}

// nested adds an entry that stands beside the configuration as one of its attributes.
func (b *builder) nested(c *Component, name string, v *Value) {
	if v == nil || v.isEmpty() {
		return
	}
	for _, m := range c.Attributes {
		if m.Name == name {
			b.leaveOut(what(c.Addr)+name, "the configuration has an attribute of this name", v, v.Place)
			return
		}
	}
	b.noteOddities(what(c.Addr)+name, v)
	c.Attributes = append(c.Attributes, Member{Name: name, Value: *v, Place: v.Place})
}
