package values

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/providers"
)

// A tree is what a text of values holds: a value, or a map of trees.
type tree struct {
	line    int
	value   providers.Value // not set for null
	isMap   bool
	names   []string
	members map[string]tree
}

// secrets reads a map of secrets to maps of keys.
func (t tree) secrets() (Secrets, error) {
	if !t.isMap {
		return nil, &malformed{t.line, "a map of secrets, each a map of keys"}
	}
	all := Secrets{}
	for _, name := range t.names {
		keys, err := t.members[name].keys()
		if err != nil {
			return nil, err
		}
		all[name] = keys
	}
	return all, nil
}

// keys reads a map of keys to values.
func (t tree) keys() (Keys, error) {
	if !t.isMap {
		return nil, &malformed{t.line, "a map of keys to values"}
	}
	keys := Keys{}
	for _, name := range t.names {
		member := t.members[name]
		if member.isMap {
			return nil, &malformed{member.line, "a single value for each key: text, in quotes where it has brackets of its own"}
		}
		if !member.value.IsSet() {
			return nil, &malformed{member.line, "a value for each key; \"\" is an empty one"}
		}
		keys[name] = member.value
	}
	return keys, nil
}

func (t *tree) add(name string, member tree) error {
	if _, again := t.members[name]; again {
		return &malformed{member.line, "each name once"}
	}
	t.names = append(t.names, name)
	t.members[name] = member
	return nil
}

// maxDepth is one more than any file of values needs.
const maxDepth = 3

// treeOf reads a node of YAML. Scalars keep their source text.
func treeOf(node *yaml.Node) (tree, error) { return treeAt(node, maxDepth) }

func treeAt(node *yaml.Node, depth int) (tree, error) {
	line := node.Line
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch {
	case depth == 0 || node.Kind == yaml.SequenceNode:
		return tree{}, &malformed{line, "a map of keys, or a single value, and no more levels of either"}
	case node.Kind == yaml.MappingNode:
		return mapOf(node, depth)
	}
	t := tree{line: line}
	switch node.ShortTag() {
	case "!!null":
	case "!!binary":
		bytes, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(node.Value), ""))
		if err != nil {
			return tree{}, &malformed{line, "base64 after !!binary"}
		}
		t.value = providers.NewValue(string(bytes))
	case "!!str", "!!int", "!!float", "!!bool", "!!timestamp":
		t.value = providers.NewValue(node.Value)
	default:
		return tree{}, &malformed{line, "text without a tag"}
	}
	return t, nil
}

func mapOf(node *yaml.Node, depth int) (tree, error) {
	t := tree{line: node.Line, isMap: true, members: map[string]tree{}}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name := node.Content[i]
		if name.Kind != yaml.ScalarNode || name.ShortTag() == "!!merge" {
			return t, &malformed{name.Line, "the name of a secret or a key, as text"}
		}
		member, err := treeAt(node.Content[i+1], depth-1)
		if err == nil {
			err = t.add(name.Value, member)
		}
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// parseJSON reads a text that is known to be JSON.
func parseJSON(text []byte) (tree, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return (&jsonReader{text, decoder}).tree(maxDepth)
}

type jsonReader struct {
	text    []byte
	decoder *json.Decoder
}

// tree reads one value. Numbers and booleans keep their source text.
func (r *jsonReader) tree(depth int) (tree, error) {
	token, _ := r.decoder.Token()
	line := 1 + bytes.Count(r.text[:r.decoder.InputOffset()], []byte("\n"))
	t := tree{line: line}
	switch token := token.(type) {
	case json.Delim:
		if token != '{' || depth == 0 {
			return t, &malformed{line, "a map of keys, or a single value, and no more levels of either"}
		}
		return r.members(tree{line: line, isMap: true, members: map[string]tree{}}, depth)
	case string:
		t.value = providers.NewValue(token)
	case json.Number:
		t.value = providers.NewValue(token.String())
	case bool:
		t.value = providers.NewValue(map[bool]string{true: "true", false: "false"}[token])
	}
	return t, nil
}

func (r *jsonReader) members(t tree, depth int) (tree, error) {
	for r.decoder.More() {
		token, _ := r.decoder.Token()
		name, _ := token.(string)
		member, err := r.tree(depth - 1)
		if err == nil {
			err = t.add(name, member)
		}
		if err != nil {
			return t, err
		}
	}
	_, _ = r.decoder.Token()
	return t, nil
}
