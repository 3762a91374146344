package file

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// parseTrees returns the roots of the documents of a text in YAML or JSON, which are of one kind so that what stands in them
// is looked for in one way. Documents of nothing are left out. The error is a *malformed.
func parseTrees(text []byte, syntax string) ([]*yaml.Node, error) {
	plain, _, err := plainText(text)
	switch {
	case err != nil:
		return nil, err
	case syntax == formatJSON:
		return jsonTrees(plain)
	default:
		return yamlTrees(plain)
	}
}

func yamlTrees(text []byte) ([]*yaml.Node, error) {
	documents, err := yamltext.Documents(text)
	var broken *yamltext.Malformed
	if errors.As(err, &broken) {
		return nil, &malformed{broken.Line, broken.Expected}
	}
	var roots []*yaml.Node
	for _, document := range documents {
		if deeper(document, maxDepth) {
			return nil, tooDeep(1)
		}
		if root := yamltext.Aliased(document.Content[0]); !yamltext.IsNull(root) {
			roots = append(roots, root)
		}
	}
	return roots, nil
}

func jsonTrees(text []byte) ([]*yaml.Node, error) {
	if err := checkSyntax(text); err != nil {
		return nil, err
	}
	r := &jsonReader{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), line: 1}
	r.decoder.UseNumber()
	root, err := r.node(maxDepth)
	if err != nil || yamltext.IsNull(root) {
		return nil, err
	}
	return []*yaml.Node{root}, nil
}

// node returns the next value as YAML has it.
func (r *jsonReader) node(depth int) (*yaml.Node, error) {
	token, line := r.next()
	if depth == 0 {
		return nil, tooDeep(line)
	}
	switch token := token.(type) {
	case json.Delim:
		return r.collection(token, line, depth-1)
	case string:
		if isHalved(r.text[r.start:r.offset], token) {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: halved, Line: line}, nil
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: token, Line: line}, nil
	case json.Number:
		tag := "!!int"
		if strings.ContainsAny(token.String(), ".eE") {
			tag = "!!float"
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: token.String(), Line: line}, nil
	case bool:
		value := "false"
		if token {
			value = "true"
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: value, Line: line}, nil
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: line}, nil
	}
}

// halved marks a string of JSON that has half of a surrogate pair, which is no text.
const halved = "!halved"

// collection returns an object or an array, of which the bracket was read.
func (r *jsonReader) collection(bracket json.Delim, line, depth int) (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: line}
	if bracket == '{' {
		node.Kind, node.Tag = yaml.MappingNode, "!!map"
	}
	for r.decoder.More() {
		child, err := r.node(depth)
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, child)
	}
	r.next()
	return node, nil
}
