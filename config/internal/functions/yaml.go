package functions

import (
	"errors"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"go.yaml.in/yaml/v3"
)

var errNoYAML = errors.New("the text is not valid YAML")

func yamlDecodeFunction() function.Function { return ctyyaml.YAMLDecodeFunc }

func yamlEncodeFunction() function.Function { return ctyyaml.YAMLEncodeFunc }

// flatYAML bounds the nesting of the text that yamldecode is given, and its size when aliases are written out. The
// decoder that makes Terraform's values has no limits of its own, so another reads the text first, which has some and
// keeps aliases as they are.
func flatYAML(args []cty.Value) error {
	if err := shortSource(args); err != nil {
		return err
	}
	source, _ := text(args[0])
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(source), &document); err != nil {
		return function.NewArgError(0, errNoYAML)
	}
	_, err := expandedSize(&document, 0, make(map[*yaml.Node]int))
	return err
}

// expandedSize counts the nodes below this one, those behind aliases each time they are referred to.
func expandedSize(node *yaml.Node, depth int, known map[*yaml.Node]int) (int, error) {
	if depth > maxDepth {
		return 0, errTooDeep
	}
	if node.Kind == yaml.AliasNode {
		// An alias to what it stands in is counted as nothing: the decoder refuses it.
		return known[node.Alias], nil
	}
	size := 1
	for _, child := range node.Content {
		childSize, err := expandedSize(child, depth+1, known)
		if err != nil {
			return 0, err
		}
		size = sum(size, childSize)
	}
	known[node] = size
	if size > maxElements {
		return 0, errTooMany
	}
	return size, nil
}

// narrowYAML bounds the blanks that yamlencode indents with: it may begin a line at each element, at each blank and at
// each newline of a text.
func narrowYAML(args []cty.Value) error {
	size, err := weigh(args[0])
	if err != nil {
		return err
	}
	if size.opaque > 0 {
		return errOpaque
	}
	if indentation(size) > maxYAMLBytes {
		return errTooLong
	}
	return nil
}

// indentation estimates the blanks that yamlencode indents with.
func indentation(size weight) int {
	const blanksPerLevel = 2
	return product(size.elements+size.breaks, blanksPerLevel, size.depth+1)
}
