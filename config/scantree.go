package config

import (
	"slices"
	"strings"
)

// A scanTree collects the strings of YAML or JSON that may hold references, with the objects around them, which tell what
// the strings are for.
type scanTree struct {
	root   *treeObject
	at     *treeObject // that is being read
	values []treeValue
	keys   []treeValue
}

// A treeObject is an object, or a list, of which names is empty.
type treeObject struct {
	parent *treeObject
	name   string // by which its parent has it; "" in a list
	path   attributePath
	names  []string          // of its members, the first of them
	texts  map[string]string // of some members that tell what it is
}

// A treeValue is a string, or a key with braces, in an object.
type treeValue struct {
	in    *treeObject
	value Value
}

const mostNames = 64

// telling are the names of members whose text tells what an object is.
var telling = []string{"apiVersion", "flavor", "kind", "stack_name", "type", "zenml_version"}

// secretNaming are the attributes that may hold the name of a secret instead of a reference.
var secretNaming = []string{"authentication_secret", "secret", "secret_name"}

func (t *scanTree) begin(name string, p attributePath) {
	t.at = &treeObject{parent: t.at, name: name, path: p}
	if t.root == nil {
		t.root = t.at
	}
}

func (t *scanTree) end() { t.at = t.at.parent }

// member notes a name of the object that is being read.
func (t *scanTree) member(name string) {
	if len(t.at.names) < mostNames {
		t.at.names = append(t.at.names, name)
	}
}

// key notes a name that holds braces.
func (t *scanTree) key(v Value) { t.keys = append(t.keys, treeValue{t.at, v}) }

// text takes a string.
func (t *scanTree) text(v Value) {
	if t.at != nil && slices.Contains(telling, v.Name) {
		if t.at.texts == nil {
			t.at.texts = map[string]string{}
		}
		t.at.texts[v.Name] = v.Text
	}
	if isKept(v) || v.origin.scanned != nil {
		t.values = append(t.values, treeValue{t.at, v})
	}
}

// isKept says whether a value may refer to a secret: by a reference, or where a secret's name may stand.
func isKept(v Value) bool { return mayBeReference(v.Text) || slices.Contains(secretNaming, v.Name) }

func (o *treeObject) has(names ...string) bool {
	for _, name := range names {
		if !slices.Contains(o.names, name) {
			return false
		}
	}
	return true
}

// hasAny says whether an object has one of these members.
func (o *treeObject) hasAny(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return o.has(name) })
}

// component returns the stack component that an object is in, as ZenML and its Terraform provider write them down; nil
// where it is in none.
func (o *treeObject) component() *treeObject {
	for ; o != nil; o = o.parent {
		if o.has("flavor", "configuration") || o.texts["flavor"] != "" && o.texts["type"] != "" {
			return o
		}
	}
	return nil
}

// kind returns the type of a component, which may be the name that it stands under.
func (o *treeObject) kind() string {
	if kind := o.texts["type"]; kind != "" {
		return kind
	}
	if o.name == "" && o.parent != nil { // in a list that has the name
		return o.parent.name
	}
	return o.name
}

// isZenML says whether a document is one that ZenML reads as a whole: an exported stack, or the configuration of a run.
func (t *scanTree) isZenML() bool {
	r := t.root
	return r != nil && (r.hasAny("zenml_version", "stack_name", "enable_cache", "enable_step_logs", "enable_artifact_metadata") ||
		r.has("settings") && r.hasAny("steps", "parameters", "run_name"))
}

// blocks returns what was collected as blocks: one for each name at the top.
func (t *scanTree) blocks(isTerraform bool) []ScannedBlock {
	var blocks []ScannedBlock
	whole := t.isZenML()
	add := func(in *treeObject, path string) (*ScannedBlock, string) {
		address, attribute := splitPath(path, isTerraform)
		b := ScannedBlock{Address: address, ZenML: whole || isTerraform && ofZenML(address)}
		if component := in.component(); component != nil {
			b.ZenML, b.Type, b.Flavor = true, component.kind(), component.texts["flavor"]
		}
		last := len(blocks) - 1
		if last < 0 || blocks[last].Address != b.Address || blocks[last].Type != b.Type || blocks[last].Flavor != b.Flavor {
			blocks = append(blocks, b)
			last++
		}
		return &blocks[last], attribute
	}
	for _, v := range t.values {
		b, attribute := add(v.in, v.value.Attribute)
		v.value.Attribute = attribute
		if scanned := v.value.origin.scanned; scanned != nil && scanned.hidesIn && v.in.component() != nil {
			scanned.hides = true
		}
		if v.value.Name == "name" && v.value.origin.scanned != nil && v.in != nil && v.in == v.in.component() {
			v.value.origin.scanned.isName = true
		}
		b.Values = append(b.Values, v.value)
	}
	for _, k := range t.keys {
		b, _ := add(k.in, k.value.Attribute)
		b.Keys = append(b.Keys, MapKey{Text: k.value.Text, Range: k.value.Range})
	}
	return blocks
}

func ofZenML(address string) bool {
	return strings.HasPrefix(address, "resource.zenml_") || strings.HasPrefix(address, "data.zenml_")
}

// blockSteps is how many steps of a path the address of a block has in Terraform's JSON.
var blockSteps = map[string]int{"data": 3, "ephemeral": 3, "module": 2, "output": 2, "provider": 2, "resource": 3, "variable": 2}

// splitPath cuts a path into the address, which is its first name, and the rest.
func splitPath(path string, isTerraform bool) (address, attribute string) {
	steps := pathSteps(path)
	n := 1
	if isTerraform && len(steps) > 0 {
		n = max(1, blockSteps[strings.TrimPrefix(steps[0], ".")])
	}
	for n < len(steps) && strings.HasPrefix(steps[n], "[") && !strings.HasPrefix(steps[n], `["`) {
		n++
	}
	n = min(n, len(steps))
	address = strings.TrimPrefix(strings.Join(steps[:n], ""), ".")
	if isTerraform && (address == "locals") {
		address = "local"
	}
	return address, strings.TrimPrefix(strings.Join(steps[n:], ""), ".")
}

// pathSteps cuts a path into its steps: .name, ["name"] and [0].
func pathSteps(path string) []string {
	var steps []string
	for path != "" {
		end := 1
		switch {
		case strings.HasPrefix(path, `["`):
			for end = len(`["`); end < len(path) && path[end] != '"'; end++ {
				if path[end] == '\\' {
					end++
				}
			}
			end = min(end+len(`"]`), len(path))
		case path[0] == '[':
			end = strings.IndexByte(path, ']') + 1
		default:
			for end < len(path) && path[end] != '.' && path[end] != '[' {
				end++
			}
		}
		steps = append(steps, path[:end])
		path = path[end:]
	}
	return steps
}
