package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// A choice is a conditional whose result carries the marks of its condition and of the chosen branch. HCL's own carries
// those of both branches, so that `var.dev ? "dev" : secret.a.b` would look like an altered reference to a.b.
type choice struct{ *hclsyntax.ConditionalExpr }

// Value returns the conditional's value. Each part is evaluated once, or a chain of conditionals would take time
// exponential in its length; HCL then unifies the results' types.
func (c choice) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	condition, diags := c.Condition.Value(ctx)
	whenTrue, trueDiags := c.TrueResult.Value(ctx)
	whenFalse, falseDiags := c.FalseResult.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	value, unified := (&hclsyntax.ConditionalExpr{
		Condition:   &hclsyntax.LiteralValueExpr{Val: condition, SrcRange: c.Condition.Range()},
		TrueResult:  &hclsyntax.LiteralValueExpr{Val: whenTrue, SrcRange: c.TrueResult.Range()},
		FalseResult: &hclsyntax.LiteralValueExpr{Val: whenFalse, SrcRange: c.FalseResult.Range()},
		SrcRange:    c.SrcRange,
	}).Value(ctx)
	diags = append(diags, unified...)
	switch isTrue, known := truth(condition); {
	case unified.HasErrors() || !known:
		return value, diags
	case isTrue:
		return remark(value, condition, whenTrue), append(diags, trueDiags...)
	default:
		return remark(value, condition, whenFalse), append(diags, falseDiags...)
	}
}

// chosen returns the branch that the conditional takes and the other one, and whether that is known.
func (c choice) chosen(ctx *hcl.EvalContext) (branch, other hclsyntax.Expression, known bool) {
	condition, diags := c.Condition.Value(ctx)
	isTrue, known := truth(condition)
	if isTrue {
		return c.TrueResult, c.FalseResult, known && !diags.HasErrors()
	}
	return c.FalseResult, c.TrueResult, known && !diags.HasErrors()
}

// remark replaces the marks of a conditional's value by those of its condition and the chosen result.
func remark(value, condition, chosen cty.Value) cty.Value {
	value, _ = value.Unmark()
	_, conditionMarks := condition.Unmark()
	_, chosenMarks := chosen.Unmark()
	return value.WithMarks(conditionMarks, chosenMarks)
}

// truth returns what a condition says, and whether that is known.
func truth(condition cty.Value) (isTrue, known bool) {
	condition, _ = condition.Unmark()
	if condition.IsNull() || !condition.IsKnown() {
		return false, false
	}
	asBool, err := ctyconvert.Convert(condition, cty.Bool)
	return err == nil && asBool.True(), err == nil
}
