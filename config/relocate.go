package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// relocateExpression passes all ranges in a syntax tree through a function, each once: some nodes are in it twice.
func relocateExpression(expr hclsyntax.Expression, relocate func(hcl.Range) hcl.Range) {
	done := map[hclsyntax.Node]bool{}
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		ranges := rangesOf(node)
		if len(ranges) == 0 || done[node] {
			return nil
		}
		done[node] = true
		for _, at := range ranges {
			*at = relocate(*at)
		}
		relocateTraversal(node, relocate)
		return nil
	})
}

func relocateTraversal(node hclsyntax.Node, relocate func(hcl.Range) hcl.Range) {
	var traversal hcl.Traversal
	switch e := node.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		traversal = e.Traversal
	case *hclsyntax.RelativeTraversalExpr:
		traversal = e.Traversal
	}
	for i, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			step.SrcRange = relocate(step.SrcRange)
			traversal[i] = step
		case hcl.TraverseAttr:
			step.SrcRange = relocate(step.SrcRange)
			traversal[i] = step
		case hcl.TraverseIndex:
			step.SrcRange = relocate(step.SrcRange)
			traversal[i] = step
		}
	}
}

// rangesOf returns the ranges that a node itself holds.
func rangesOf(node hclsyntax.Node) []*hcl.Range {
	switch e := node.(type) {
	case *hclsyntax.LiteralValueExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.ScopeTraversalExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.RelativeTraversalExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.FunctionCallExpr:
		return []*hcl.Range{&e.NameRange, &e.OpenParenRange, &e.CloseParenRange}
	case *hclsyntax.ConditionalExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.IndexExpr:
		return []*hcl.Range{&e.SrcRange, &e.OpenRange, &e.BracketRange}
	case *hclsyntax.TupleConsExpr:
		return []*hcl.Range{&e.SrcRange, &e.OpenRange}
	case *hclsyntax.ObjectConsExpr:
		return []*hcl.Range{&e.SrcRange, &e.OpenRange}
	case *hclsyntax.ForExpr:
		return []*hcl.Range{&e.SrcRange, &e.OpenRange, &e.CloseRange}
	case *hclsyntax.SplatExpr:
		return []*hcl.Range{&e.SrcRange, &e.MarkerRange}
	case *hclsyntax.AnonSymbolExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.BinaryOpExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.UnaryOpExpr:
		return []*hcl.Range{&e.SrcRange, &e.SymbolRange}
	case *hclsyntax.ParenthesesExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.TemplateExpr:
		return []*hcl.Range{&e.SrcRange}
	case *hclsyntax.TemplateWrapExpr:
		return []*hcl.Range{&e.SrcRange}
	}
	return nil
}
