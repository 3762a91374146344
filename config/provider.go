package config

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

var inProvider = notIn("provider", "a provider is what secrets are read with. Credentials come from the environment")

// provider reads the labels of a provider block, and makes the context in which its factory evaluates the rest.
func (r *reader) provider(b block) Provider {
	p := Provider{
		Addr: ProviderAddr{Type: b.labels[0].text, Name: b.labels[1].text},
		Body: b.body.raw, NameRange: b.labels[1].at, DeclRange: b.declRange,
	}
	r.address = p.Addr.String()
	if syntax, ok := b.body.raw.(*hclsyntax.Body); ok {
		limitBody(syntax)
	}
	tree := branch{}
	for _, expr := range expressionsIn(b.body) {
		names := names{reader: r, expr: expr.native, secrets: inProvider, tree: tree, ok: true}
		for _, traversal := range expr.traversals {
			names.resolve(traversal)
		}
		p.Broken = p.Broken || !names.ok
	}
	values := tree.values()
	for _, name := range sortedNames(values) {
		p.Undecided = p.Undecided || !values[name].IsWhollyKnown()
		if sensitive(values[name]) {
			p.Broken = true
			r.report(configError("Sensitive value", fmt.Sprintf("%s is made from a sensitive variable, but the arguments of "+
				"a provider are shown in reports.", r.address), b.declRange))
		}
	}
	p.Evaluation = &hcl.EvalContext{Variables: values, Functions: functions.Table()}
	return p
}

// A foreignExpression is an expression in a block that zsv does not decode itself.
type foreignExpression struct {
	native     hclsyntax.Expression
	traversals []hcl.Traversal
}

// expressionsIn returns all expressions of a provider's block, those of nested blocks too, in the order of the file.
func expressionsIn(b body) []foreignExpression {
	var found []foreignExpression
	if syntax, ok := b.raw.(*hclsyntax.Body); ok {
		for _, a := range nativeBody(syntax).attributes {
			found = append(found, foreignExpression{a.expr, a.expr.Variables()})
		}
		for _, inner := range syntax.Blocks {
			found = append(found, expressionsIn(body{raw: inner.Body})...)
		}
		return found
	}
	attributes, _ := b.raw.JustAttributes()
	for _, name := range sortedNames(attributes) {
		found = append(found, foreignExpression{
			native:     literalString("", attributes[name].Expr.Range()),
			traversals: attributes[name].Expr.Variables(),
		})
	}
	slices.SortFunc(found, func(a, b foreignExpression) int {
		return a.native.Range().Start.Byte - b.native.Range().Start.Byte
	})
	return found
}
