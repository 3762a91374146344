package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	inProviderArgument secretsAllowed = "This argument takes a provider, not a secret."
	inComponentList    secretsAllowed = "This argument takes a component, not a secret."
)

// providerChoice reads an argument that names a provider. Nil, null and unset are the same.
func (r *reader) providerChoice(a *attribute) ProviderChoice {
	if a == nil {
		return ProviderChoice{}
	}
	at := a.expr.Range()
	value, _ := r.evaluate(r.bareAddress(a.expr), inProviderArgument).value.Unmark()
	switch {
	case value.Type() == providerType && value.IsKnown() && !value.IsNull():
		chosen := value.EncapsulatedValue().(*providerValue)
		return ProviderChoice{State: Chosen, Addr: chosen.addr, Range: at}
	case value.IsNull():
		return ProviderChoice{}
	case value.IsKnown():
		r.report(configError("Not a provider", "The argument "+a.name+" takes a provider: "+spelling("provider", at), at))
	}
	return ProviderChoice{State: Undecided, Range: at}
}

// componentUses reads a stack's list of components. Elements that are wrong are reported and left out; incomplete says
// that any element is, or is not known.
func (r *reader) componentUses(a *attribute) (uses []ComponentUse, incomplete bool) {
	if a == nil {
		return nil, false
	}
	tuple, ok := a.expr.(*hclsyntax.TupleConsExpr)
	if !ok {
		return r.componentUse(a.expr)
	}
	for _, element := range tuple.Exprs { // one wrong element does not hide the others
		found, unknown := r.componentUse(element)
		uses, incomplete = append(uses, found...), incomplete || unknown
	}
	return uses, incomplete
}

// componentUse reads one element of a list of components, or the list where it is computed.
func (r *reader) componentUse(expr hclsyntax.Expression) (uses []ComponentUse, incomplete bool) {
	value := r.evaluate(r.bareAddress(expr), inComponentList).value
	return r.componentsIn(value, expr.Range())
}

func (r *reader) componentsIn(value cty.Value, at hcl.Range) (uses []ComponentUse, incomplete bool) {
	value, _ = value.Unmark()
	switch {
	case value.IsNull():
		return nil, false
	case !value.IsKnown():
		return nil, true
	case value.Type() == componentType:
		component := value.EncapsulatedValue().(*componentValue)
		return []ComponentUse{{Addr: component.addr, Range: at}}, false
	case value.CanIterateElements():
		for it := value.ElementIterator(); it.Next(); {
			_, element := it.Element()
			found, unknown := r.componentsIn(element, at)
			uses, incomplete = append(uses, found...), incomplete || unknown
		}
		return uses, incomplete
	}
	r.report(configError("Not a component", "The argument components takes a list of components: "+spelling("component", at), at))
	return nil, true
}

// spelling says how a provider or a component is written.
func spelling(what string, at hcl.Range) string {
	if isJSON(at.Filename) {
		return `"` + what + `.TYPE.NAME".`
	}
	return what + ".TYPE.NAME, without quotes."
}

// bareAddress lets JSON name a provider or component without the template marks: "provider.vault.main".
func (r *reader) bareAddress(expr hclsyntax.Expression) hclsyntax.Expression {
	if tuple, ok := expr.(*hclsyntax.TupleConsExpr); ok {
		for i := range tuple.Exprs {
			tuple.Exprs[i] = r.bareAddress(tuple.Exprs[i])
		}
	}
	literal := literalOf(expr)
	if literal == nil || !isJSON(expr.Range().Filename) || literal.Val.Type() != cty.String || literal.Val.IsNull() {
		return expr
	}
	start := inside(expr.Range()).Start
	traversal, diags := hclsyntax.ParseTraversalAbs([]byte(literal.Val.AsString()), expr.Range().Filename, start)
	if diags.HasErrors() || traversal.RootName() != "provider" && traversal.RootName() != "component" {
		return expr
	}
	return &hclsyntax.ScopeTraversalExpr{Traversal: traversal, SrcRange: expr.Range()}
}
