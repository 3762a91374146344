package config

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// An ArgumentValue is an argument of a provider as it was evaluated.
type ArgumentValue struct {
	// Name is the argument's, behind those of the blocks that it is in: auth.jwt.role.
	Name string
	// Value is what it came to, as JSON on one line.
	Value string
}

// Values returns what the arguments of the provider came to, in the order of the file. None of it is sensitive: a provider
// takes no such value. What has no value, or a wrong one, is left out; it is reported when the provider is made.
func (p *Provider) Values() []ArgumentValue {
	switch raw := p.Body.(type) {
	case *hclsyntax.Body:
		return nativeValues(raw, "", p.Evaluation)
	case nativeExpressions:
		attributes, _ := raw.JustAttributes()
		return argumentValues(inFileOrder(attributes), "", p.Evaluation)
	}
	return nil
}

func nativeValues(syntax *hclsyntax.Body, prefix string, evaluation *hcl.EvalContext) []ArgumentValue {
	attributes, _ := (&hclsyntax.Body{Attributes: syntax.Attributes}).JustAttributes()
	values := argumentValues(inFileOrder(attributes), prefix, evaluation)
	for _, block := range syntax.Blocks {
		name := prefix + block.Type
		for _, label := range block.Labels {
			name += "." + label
		}
		values = append(values, nativeValues(block.Body, name+".", evaluation)...)
	}
	return values
}

func argumentValues(attributes []*hcl.Attribute, prefix string, evaluation *hcl.EvalContext) []ArgumentValue {
	var values []ArgumentValue
	for _, a := range attributes {
		value, diags := a.Expr.Value(evaluation)
		if text, ok := asJSON(value); ok && !diags.HasErrors() {
			values = append(values, ArgumentValue{prefix + a.Name, text})
		}
	}
	return values
}

// asJSON writes a value as JSON, if it has such a form.
func asJSON(value cty.Value) (text string, ok bool) {
	value, _ = value.UnmarkDeep()
	encoded, err := json.Marshal(ctyjson.SimpleJSONValue{Value: value})
	return string(encoded), err == nil
}

func inFileOrder(attributes hcl.Attributes) []*hcl.Attribute {
	ordered := slices.Collect(maps.Values(attributes))
	slices.SortFunc(ordered, func(a, b *hcl.Attribute) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	return ordered
}
