package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A metered expression stands inside of another, which makes something larger of it.
type metered struct {
	hclsyntax.Expression
	meter *meter
	// number says that text is read as a number here.
	number bool
}

// Value returns the expression's value, or an error once the work is used up.
func (m metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if m.meter.stopped != nil {
		return cty.DynamicVal, m.meter.refusal()
	}
	value, diags := m.Expression.Value(ctx)
	if problems := m.meter.chargeValue(value, m.Range()); problems != nil {
		return cty.DynamicVal, append(diags, problems...)
	}
	if m.number && longNumber(value) {
		return cty.DynamicVal, append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Number too long",
			Detail:  fmt.Sprintf("A text of more than %d characters is no number here.", maxNumberText),
			Subject: m.Range().Ptr()})
	}
	return value, diags
}

func longNumber(value cty.Value) bool {
	plain, _ := value.Unmark()
	return plain.Type() == cty.String && plain.IsKnown() && !plain.IsNull() && len(plain.AsString()) > maxNumberText
}

// unwrapped returns the expression that a node of a prepared syntax tree stands for.
func unwrapped(node hclsyntax.Node) hclsyntax.Node {
	switch e := node.(type) {
	case metered:
		return unwrapped(e.Expression)
	case looped:
		return unwrapped(e.Expression)
	case divisor:
		return unwrapped(e.Expression)
	}
	return node
}
