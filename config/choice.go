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

// withChoices returns expr with a choice in place of each conditional. The syntax tree is changed: it is ours, and
// dropped soon.
func withChoices(expr hclsyntax.Expression) hclsyntax.Expression {
	if !hasConditional(expr) {
		return expr
	}
	return replace(expr)
}

func hasConditional(expr hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if _, ok := node.(*hclsyntax.ConditionalExpr); ok {
			found = true
		}
		return nil
	})
	return found
}

// replace replaces the conditionals in every kind of expression that holds others.
func replace(expr hclsyntax.Expression) hclsyntax.Expression {
	switch e := expr.(type) {
	case *hclsyntax.ConditionalExpr:
		replaceEach(&e.Condition, &e.TrueResult, &e.FalseResult)
		return choice{e}
	case *hclsyntax.ParenthesesExpr:
		replaceEach(&e.Expression)
	case *hclsyntax.TemplateExpr:
		replaceAll(e.Parts)
	case *hclsyntax.TemplateWrapExpr:
		replaceEach(&e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		replaceEach(&e.Tuple)
	case *hclsyntax.FunctionCallExpr:
		replaceAll(e.Args)
	case *hclsyntax.TupleConsExpr:
		replaceAll(e.Exprs)
	case *hclsyntax.ObjectConsExpr:
		for i := range e.Items {
			replaceEach(&e.Items[i].KeyExpr, &e.Items[i].ValueExpr)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		replaceEach(&e.Wrapped)
	case *hclsyntax.ForExpr:
		replaceEach(&e.CollExpr, &e.KeyExpr, &e.ValExpr, &e.CondExpr)
	case *hclsyntax.BinaryOpExpr:
		replaceEach(&e.LHS, &e.RHS)
	case *hclsyntax.UnaryOpExpr:
		replaceEach(&e.Val)
	case *hclsyntax.IndexExpr:
		replaceEach(&e.Collection, &e.Key)
	case *hclsyntax.RelativeTraversalExpr:
		replaceEach(&e.Source)
	case *hclsyntax.SplatExpr:
		replaceEach(&e.Source, &e.Each)
	}
	return expr
}

func replaceAll(exprs []hclsyntax.Expression) {
	for i := range exprs {
		exprs[i] = replace(exprs[i])
	}
}

func replaceEach(exprs ...*hclsyntax.Expression) {
	for _, expr := range exprs {
		if *expr != nil {
			*expr = replace(*expr)
		}
	}
}
