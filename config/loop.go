package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// maxIterations bounds all for expressions of one argument together: three of them, each in the next, over a thousand
// elements are a thousand million.
const maxIterations = 1_000_000

// A loop is a for expression that counts its iterations against a budget.
type loop struct {
	*hclsyntax.ForExpr
	budget *int
}

// Value returns the for expression's value. The collection is evaluated once.
func (l loop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	collection, diags := l.CollExpr.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	if plain, _ := collection.Unmark(); plain.IsKnown() && !plain.IsNull() && plain.CanIterateElements() {
		*l.budget -= plain.LengthInt()
	}
	if *l.budget < 0 {
		return cty.DynamicVal, append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Too many iterations", Subject: l.SrcRange.Ptr(),
			Detail: fmt.Sprintf("The for expressions of this argument come to more than %d iterations.", maxIterations),
		})
	}
	counted := *l.ForExpr
	counted.CollExpr = &hclsyntax.LiteralValueExpr{Val: collection, SrcRange: l.CollExpr.Range()}
	value, forDiags := counted.Value(ctx)
	return value, append(diags, forDiags...)
}
