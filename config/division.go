package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// A divisor is what stands right of / or %. HCL takes a division by zero for one that is infinite.
type divisor struct{ hclsyntax.Expression }

// Value returns the divisor, or an error where it is zero.
func (d divisor) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := d.Expression.Value(ctx)
	if !diags.HasErrors() && isZero(value) {
		return cty.DynamicVal, append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Division by zero",
			Detail: "The number that is divided by is zero.", Subject: d.Range().Ptr()})
	}
	return value, diags
}

func isZero(value cty.Value) bool {
	value, _ = value.Unmark()
	number, err := ctyconvert.Convert(value, cty.Number)
	return err == nil && !number.IsNull() && number.IsKnown() && number.AsBigFloat().Sign() == 0
}
