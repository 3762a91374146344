package stackfile

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/config"
)

// A builder makes a stack of what a text says.
type builder struct {
	*reader
	stack *Stack
	known map[config.ComponentAddr]int // where each component is in the stack
	env   map[string]string            // what sets each variable so far: the address of a component
}

// bookkeeping are the fields that a server keeps for itself, or that say nothing beyond what else is there.
var bookkeeping = []string{
	"component_spec_path", "created", "id", "integration", "is_default", "is_shared", "logo_url", "missing_permissions",
	"permission_denied", "project", "project_id", "project_name", "shared", "stack_spec_path", "updated", "user", "user_id",
	"user_name", "workspace", "workspace_id", "workspace_name",
}

// A field is an entry of a stack or a component that is read here.
type field func(v *Value)

// keep returns a field that keeps its value. Names may differ that mean the same, and a server puts some entries into maps of
// their own: what is said twice is a problem, unless it is the same.
func (b *builder) keep(kept **Value) field {
	return func(v *Value) {
		switch first := *kept; {
		case first == nil || first.Kind == Null:
			*kept = v
		case v.Kind == Null:
		case !reflect.DeepEqual(plain([]Member{{Value: *first}}), plain([]Member{{Value: *v}})):
			where := ""
			if first.Place.Line > 0 {
				where = ", first in line " + strconv.Itoa(first.Place.Line)
			}
			b.problem(v.Place, "This is said twice, and otherwise"+where+". Remove what is not meant.")
		}
	}
}

// fields hands the entries of a map to those who read them. What nobody reads is noted as left out, unless it is empty or
// of no use outside the server. A server puts some of the entries into maps of their own.
func (b *builder) fields(of *Value, what string, known map[string]field) {
	for i := range of.Map {
		m := &of.Map[i]
		read, ok := known[m.Name]
		switch {
		case ok:
			read(&m.Value)
		case m.Value.Kind == Map && slices.Contains([]string{"body", "metadata", "resources"}, m.Name):
			b.fields(&m.Value, what, known)
		case !m.Value.isEmpty() && !slices.Contains(bookkeeping, m.Name) && !strings.HasPrefix(m.Name, "x-"): // anchors are kept there
			b.leaveOut(what+m.Name, whyNot(m.Name), &m.Value, m.Place)
		}
	}
}

// whyNot says why an entry of a stack or a component has no place in HCL.
func whyNot(name string) string {
	switch name {
	case "description":
		return "zsv has no descriptions; a comment in the file serves"
	case "labels":
		return "zsv has no labels"
	case "secrets":
		return "ZenML sets all keys of these secrets as variables; write those that are needed into the stack's env, " +
			"NAME = \"{{SECRET.KEY}}\""
	case "connector", "connector_resource_id", "service_connectors":
		return "a service connector has its own credentials, which zsv does not check"
	}
	return "zsv does not know what that is"
}

// leaveOut notes that something is not in the HCL. References that are lost with it are worth a word.
func (b *builder) leaveOut(what, why string, v *Value, at Place) {
	if slices.ContainsFunc(appendLeaves(nil, "", nil, v), func(l Leaf) bool { return strings.Contains(l.Text, "{{") }) {
		why += "; it holds a reference to a secret, which is not checked"
	}
	b.stack.Notes = append(b.stack.Notes, Note{Place: at, What: what, Why: why})
}

const expectedStack = "Expected a map with stack_name and components, as zenml stack export writes it."

// read reads the whole text.
func (b *builder) read(root *Value) {
	if root.Kind != Map {
		b.problem(root.Place, expectedStack)
		return
	}
	b.known, b.env = map[config.ComponentAddr]int{}, map[string]string{}
	var name, components, env, settings *Value
	keep := b.keep
	b.fields(root, "", map[string]field{
		"stack_name": keep(&name), "name": keep(&name), "components": keep(&components), "environment": keep(&env),
		"zenml_version": func(v *Value) { b.version(v) },
		"settings":      keep(&settings),
	})
	if name != nil {
		b.stack.Name = b.name(name, "The name of the stack")
	}
	if components == nil {
		b.problem(root.Place, expectedStack+" There are no components.")
		return
	}
	if settings != nil {
		b.stack.Settings = b.entries(settings, "settings", "settings")
	}
	b.variables(env, "environment", "")
	if components.isEmpty() {
		b.problem(components.Place, "There are no components here, and ZenML has no stack without any. The file is probably cut off.")
	}
	b.components(components)
}

func (b *builder) version(v *Value) {
	if isVersion(v.Text) {
		b.stack.Version = v.Text
	}
}

// name reads a name, which is shown and is a label in HCL.
func (b *builder) name(v *Value, what string) string {
	switch {
	case v.Kind == Bool:
		b.problem(v.Place, what+" must be a text, and without quotes this is true or false in YAML. Write it in quotes.")
	case v.Kind != String && v.Kind != Number || strings.TrimSpace(v.Text) == "":
		b.problem(v.Place, what+" must be a text that is not empty.")
	case strings.Contains(v.Text, "{{"):
		b.problem(v.Place, what+" holds a reference to a secret. Names are needed before any secret is read, and ZenML refuses "+
			"references there. Write the name itself.")
	case strings.ContainsFunc(v.Text, unicode.IsControl):
		b.problem(v.Place, what+" has a control character in it.")
	}
	return v.Text
}

// entries returns the entries of a map, with what is odd about them noted.
func (b *builder) entries(v *Value, what, path string) []Member {
	switch v.Kind {
	case Null:
		return nil
	case Map:
		b.noteOddities(what, v)
		return v.Map
	}
	b.problem(v.Place, "Expected a map of "+path+" here.")
	return nil
}

// noteOddities notes what the HCL has in another form.
func (b *builder) noteOddities(what string, v *Value) {
	if v.oddity != "" {
		b.stack.Notes = append(b.stack.Notes, Note{Place: v.Place, What: what, Why: v.oddity, Kept: true})
	}
	for i := range v.List {
		b.noteOddities(what, &v.List[i])
	}
	for i := range v.Map {
		b.noteOddities(what+step(v.Map[i].Name), &v.Map[i].Value)
	}
}

// variables adds environment variables. ZenML sets those of the stack last, so they win over those of components.
func (b *builder) variables(v *Value, what, component string) {
	if v == nil {
		return
	}
	for _, m := range b.entries(v, what, "environment") {
		switch first, again := b.env[m.Name]; {
		case m.Value.Kind == List || m.Value.Kind == Map:
			b.leaveOut(what+step(m.Name), "a variable is one text", &m.Value, m.Place)
		case m.Name == "" || strings.ContainsAny(m.Name, "=\x00") || strings.Contains(m.Value.Text, "\x00"):
			b.leaveOut(what+step(m.Name), "no system has such a variable", &m.Value, m.Place)
		case again:
			by := "the stack sets it, too"
			if first != "" {
				by = first + " sets it, too"
			}
			b.leaveOut(what+step(m.Name), by, &m.Value, m.Place)
		default:
			b.env[m.Name] = component
			b.stack.Env = append(b.stack.Env, m)
		}
	}
}
