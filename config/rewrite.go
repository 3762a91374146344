package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// A rewriter puts expressions of ours in place of some of HCL's: a choice for each conditional, a loop for each for. The
// syntax tree is changed: it is ours, and dropped soon.
type rewriter struct {
	budget *int // of iterations, for all loops of one evaluation
	// tooLarge is a number whose digits alone would fill the memory; nil where there is none.
	tooLarge hclsyntax.Expression
}

// limited returns an expression that someone else evaluates, with its loops counted.
func limited(expr hcl.Expression) hcl.Expression {
	native, ok := expr.(hclsyntax.Expression)
	if !ok {
		return expr
	}
	budget := maxIterations
	w := rewriter{budget: &budget}
	return w.rewrite(native)
}

// limitBody does the same for all expressions of a body.
func limitBody(syntax *hclsyntax.Body) {
	budget := maxIterations
	w := rewriter{budget: &budget}
	for _, a := range syntax.Attributes {
		a.Expr = w.rewrite(a.Expr)
	}
	for _, inner := range syntax.Blocks {
		limitBody(inner.Body)
	}
}

// rewrite rewrites an expression and all below it.
func (w *rewriter) rewrite(expr hclsyntax.Expression) hclsyntax.Expression {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		if functions.Check(e.Val) != nil {
			w.tooLarge = e
		}
	case *hclsyntax.ConditionalExpr:
		w.each(&e.Condition, &e.TrueResult, &e.FalseResult)
		return choice{e}
	case *hclsyntax.ForExpr:
		w.each(&e.CollExpr, &e.KeyExpr, &e.ValExpr, &e.CondExpr)
		return loop{e, w.budget}
	default:
		w.inside(expr)
	}
	return expr
}

// inside rewrites what an expression of any other kind holds.
func (w *rewriter) inside(expr hclsyntax.Expression) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		w.each(&e.Expression)
	case *hclsyntax.TemplateExpr:
		w.all(e.Parts)
	case *hclsyntax.TemplateWrapExpr:
		w.each(&e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		w.each(&e.Tuple)
	case *hclsyntax.FunctionCallExpr:
		w.all(e.Args)
	case *hclsyntax.TupleConsExpr:
		w.all(e.Exprs)
	case *hclsyntax.ObjectConsExpr:
		for i := range e.Items {
			w.each(&e.Items[i].KeyExpr, &e.Items[i].ValueExpr)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		w.each(&e.Wrapped)
	case *hclsyntax.BinaryOpExpr:
		w.each(&e.LHS, &e.RHS)
	case *hclsyntax.UnaryOpExpr:
		w.each(&e.Val)
	case *hclsyntax.IndexExpr:
		w.each(&e.Collection, &e.Key)
	case *hclsyntax.RelativeTraversalExpr:
		w.each(&e.Source)
	case *hclsyntax.SplatExpr:
		w.each(&e.Source, &e.Each)
	}
}

func (w *rewriter) all(exprs []hclsyntax.Expression) {
	for i := range exprs {
		exprs[i] = w.rewrite(exprs[i])
	}
}

func (w *rewriter) each(exprs ...*hclsyntax.Expression) {
	for _, expr := range exprs {
		if *expr != nil {
			*expr = w.rewrite(*expr)
		}
	}
}
