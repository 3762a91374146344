package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// A call is a function call whose arguments are known, with what the function will do with them, before it is called.
type call struct {
	*hclsyntax.FunctionCallExpr
	meter *meter
}

// call returns a function call that is metered. HCL itself says that there is no such function; what takes expressions
// instead of values, as try does, does nothing with the values.
func (m *meter) call(e *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	if !functions.TakesValues(e.Name) {
		return e
	}
	return call{e, m}
}

// Value calls the function, unless that takes more work than is left.
func (c call) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if c.meter.stopped != nil {
		return cty.DynamicVal, c.meter.refusal()
	}
	ready := *c.FunctionCallExpr
	ready.Args = make([]hclsyntax.Expression, len(c.Args))
	args := make([]cty.Value, len(c.Args))
	for i, arg := range c.Args {
		value, diags := arg.Value(ctx)
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		args[i], ready.Args[i] = value, readyArgument{arg, value}
	}
	if !c.meter.charge(callWork, c.Range()) || !c.meter.charge(c.effort(args), c.Range()) {
		return cty.DynamicVal, c.meter.refusal()
	}
	result, diags := ready.Value(ctx)
	if problems := c.meter.chargeValue(result, c.Range()); problems != nil {
		return cty.DynamicVal, append(diags, problems...)
	}
	return c.marked(result, args), diags
}

// effort estimates the work that the function does with the arguments.
func (c call) effort(args []cty.Value) int {
	if last := len(args) - 1; c.ExpandFinal {
		list, _ := args[last].Unmark()
		if list.IsNull() || !list.IsKnown() || !list.CanIterateElements() {
			return 0
		}
		args = append(args[:last:last], list.AsValueSlice()...)
	}
	return functions.Effort(c.Name, args)
}

// A readyArgument stands for an argument whose value is known.
type readyArgument struct {
	hclsyntax.Expression
	value cty.Value
}

// Value returns the value.
func (a readyArgument) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return a.value, nil }
