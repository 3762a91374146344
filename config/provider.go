package config

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

var inProvider = notIn("provider", "a provider is what secrets are read with. Credentials come from the environment")

// provider reads the labels of a provider block, and makes the context in which its factory evaluates the rest.
func (r *reader) provider(b block) Provider {
	p := Provider{
		Addr: ProviderAddr{Type: b.labels[0].text, Name: b.labels[1].text},
		Body: b.body.raw, NameRange: b.labels[1].at, DeclRange: b.declRange,
	}
	r.address = p.Addr.String()
	arguments, diags := providerArguments(b.body.raw)
	r.report(diags...)
	var found []foundName
	ok := !diags.HasErrors()
	for _, expr := range arguments {
		names := names{reader: r, expr: expr, secrets: inProvider, ok: true}
		names.resolveAll()
		found = append(found, names.found...)
		ok = ok && names.ok
	}
	p.Evaluation = evalContext(found)
	for _, expr := range arguments {
		ok = r.judgeArgument(&p, expr) && ok
	}
	p.Broken = !ok
	return p
}

// judgeArgument looks at the value of a provider's argument for what its factory does not know of. Errors of the
// evaluation are left for the factory to report. The expression in the block is metered from now on.
func (r *reader) judgeArgument(p *Provider, expr hclsyntax.Expression) bool {
	work := newMeter(r.budget, expr)
	value, diags := work.value(work.metered(expr), p.Evaluation)
	r.reportDuplicates(work.duplicates)
	switch {
	case work.refused:
		r.report(convert(diags, RuleConfiguration)...)
		return false
	case diags.HasErrors():
		return true
	}
	p.Undecided = p.Undecided || !value.IsWhollyKnown()
	if sensitive(value) {
		r.report(configError("Sensitive value", fmt.Sprintf("%s is made from a sensitive variable, but the arguments of "+
			"a provider are shown in reports.", r.address), expr.Range()))
		return false
	}
	return !r.refusesSecrets(value, inProvider, expr.Range())
}

// providerArguments returns all expressions of a provider's block, those of nested blocks too, in the order of the file.
func providerArguments(raw hcl.Body) ([]hclsyntax.Expression, Diagnostics) {
	var found []hclsyntax.Expression
	var diags Diagnostics
	switch raw := raw.(type) {
	case *hclsyntax.Body:
		found = nativeArguments(raw)
	case nativeExpressions:
		source := &jsonSource{src: raw.source.src}
		attributes, _ := raw.Body.JustAttributes()
		for _, a := range attributes {
			found = append(found, source.expression(a.Expr))
		}
		diags = source.diags
		diags.Sort()
	}
	slices.SortFunc(found, func(a, b hclsyntax.Expression) int { return a.Range().Start.Byte - b.Range().Start.Byte })
	return found, diags
}

func nativeArguments(syntax *hclsyntax.Body) []hclsyntax.Expression {
	var found []hclsyntax.Expression
	for _, a := range syntax.Attributes {
		found = append(found, a.Expr)
	}
	for _, inner := range syntax.Blocks {
		found = append(found, nativeArguments(inner.Body)...)
	}
	return found
}
