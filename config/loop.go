package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A looped expression is what a loop goes through. All rounds are charged for before the first: HCL goes on with the
// others when one fails, so a loop that is begun is a loop that is done.
type looped struct {
	hclsyntax.Expression
	meter *meter
	loop  hcl.Range
	round int // the work of one round, without the loops in it
}

// Value returns the collection, or an error where the loop would take more work than is left.
func (l looped) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if l.meter.stopped != nil {
		return cty.DynamicVal, l.meter.refusal()
	}
	value, diags := l.Expression.Value(ctx)
	if !diags.HasErrors() && !l.meter.charge(l.work(value), l.loop) {
		return cty.DynamicVal, l.meter.refusal()
	}
	return value, diags
}

// work estimates what a loop over a value takes.
func (l looped) work(value cty.Value) int {
	value, _ = value.Unmark()
	switch {
	case value.IsNull() || !value.IsKnown() || !value.CanIterateElements():
		return l.round
	case value.Type().IsSetType():
		return value.LengthInt() * (l.round + setWork)
	}
	return value.LengthInt() * l.round
}

// loop prepares a for expression.
func (m *meter) loop(e *hclsyntax.ForExpr) {
	m.replace(&e.CollExpr)
	before := m.nodes
	m.wrap(false, &e.KeyExpr, &e.ValExpr, &e.CondExpr)
	e.CollExpr = looped{e.CollExpr, m, e.Range(), roundWork + (m.nodes-before)*nodeWork}
}

// splat prepares a splat expression, which is a loop too.
func (m *meter) splat(e *hclsyntax.SplatExpr) {
	m.replace(&e.Source)
	before := m.nodes
	m.replace(&e.Each)
	e.Source = looped{e.Source, m, e.Range(), roundWork + (m.nodes-before)*nodeWork}
}
