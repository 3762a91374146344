package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// An expression is walked as it is written, so that a reference is found where it stands, whatever comes of the rest:
// both branches of a conditional, what is passed to a function, the values of maps. What a name stands for is found
// where that is written. Only text that is put together is evaluated, as far as all parts of it are known.

// textFunctions make another text of their arguments, so that what stands in these may be a part of a reference.
var textFunctions = []string{
	"chomp", "format", "formatlist", "join", "lower", "regex", "regexall", "replace", "split", "strrev", "substr",
	"templatestring", "title", "trim", "trimprefix", "trimspace", "trimsuffix", "upper",
}

// source takes what an expression gives.
func (w *hclWalk) source(p attributePath, expr hclsyntax.Expression) {
	if !w.wantsName(p) || !w.secretName(p, expr) {
		w.walk(p, expr)
	}
}

// walk walks an expression.
func (w *hclWalk) walk(p attributePath, expr hclsyntax.Expression) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		w.source(p, e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		w.source(p, e.Wrapped)
	case *hclsyntax.ObjectConsExpr:
		w.object(p, e)
	case *hclsyntax.TupleConsExpr:
		for i, element := range e.Exprs {
			w.source(p.index(i), element)
		}
	case *hclsyntax.ConditionalExpr:
		w.source(p, e.TrueResult)
		w.source(p, e.FalseResult)
	case *hclsyntax.FunctionCallExpr:
		w.call(p, e)
	case *hclsyntax.ForExpr:
		w.loop(p, e)
	case *hclsyntax.IndexExpr:
		w.source(p, e.Collection)
	case *hclsyntax.SplatExpr:
		w.source(p, e.Source)
	case *hclsyntax.RelativeTraversalExpr:
		w.source(p, e.Source)
	case *hclsyntax.TemplateExpr, *hclsyntax.TemplateJoinExpr:
		w.text(p, expr)
	}
}

// object walks what is written out in braces.
func (w *hclWalk) object(p attributePath, object *hclsyntax.ObjectConsExpr) {
	for _, item := range object.Items {
		name, literal := literalName(item.KeyExpr)
		if strings.Contains(name, "{{") {
			w.block.Keys = append(w.block.Keys, MapKey{Text: name, Range: item.KeyExpr.Range()})
		}
		inner := p.key(name)
		if !literal {
			inner = attributePath{text: p.text + "[…]", name: p.name, depth: p.depth + 1}
		}
		w.source(inner, item.ValueExpr)
	}
}

// literalName returns the key of an item, where it is written as it is.
func literalName(key hclsyntax.Expression) (name string, literal bool) {
	if name := hcl.ExprAsKeyword(key); name != "" {
		return name, true
	}
	if wrapped, ok := key.(*hclsyntax.ObjectConsKeyExpr); ok {
		key = wrapped.Wrapped
	}
	if found := literalOf(key); found != nil {
		return textOf(found.Val)
	}
	return "", false
}

// call walks a function's arguments, or takes its result where it makes another text of them.
func (w *hclWalk) call(p attributePath, call *hclsyntax.FunctionCallExpr) {
	name := strings.TrimPrefix(call.Name, "core::")
	hidden := slices.Contains(decoding, name) && (!slices.Contains(structured, name) || w.known(call))
	if hidden || slices.Contains(textFunctions, name) {
		w.text(p, call)
		return
	}
	if w.inConfiguration(p) && slices.Contains(reading, name) {
		w.block.Values = append(w.block.Values, w.unknownText(p, call))
	}
	for _, arg := range call.Args {
		w.source(p, arg)
	}
}

// loop walks a for expression: what it goes through, and what it makes of that, round by round if it is known.
func (w *hclWalk) loop(p attributePath, loop *hclsyntax.ForExpr) {
	w.source(p, loop.CollExpr)
	if !w.mayGiveBraces(loop) {
		return
	}
	if _, isText := loop.ValExpr.(*hclsyntax.TemplateExpr); !isText && !w.known(loop) {
		w.source(p, loop.ValExpr)
		return
	}
	w.text(p, loop)
}

// known says whether all that an expression refers to has a value.
func (w *hclWalk) known(expr hclsyntax.Expression) bool {
	for _, traversal := range expr.Variables() {
		probe := &hclsyntax.ScopeTraversalExpr{Traversal: traversal, SrcRange: traversal.SourceRange()}
		if !w.file.module.prepared(probe).evaluate(nil).IsWhollyKnown() {
			return false
		}
	}
	return true
}

// text takes the text that an expression gives, once for each instance of the block where it depends on that.
func (w *hclWalk) text(p attributePath, expr hclsyntax.Expression) {
	if literal := literalOf(expr); literal != nil {
		w.literal(p, expr, literal)
		return
	}
	if !w.inConfiguration(p) && !w.mayGiveBraces(expr) {
		return
	}
	prepared := w.prepared(expr)
	if prepared == nil {
		w.block.Values = append(w.block.Values, w.asWritten(p, expr)...)
		return
	}
	if w.readInstances(); !w.instancesKnown || !dependsOnInstance(expr) {
		w.result(w.block, p, expr, prepared, nil)
		return
	}
	for _, instance := range w.instances {
		w.result(w.instanceBlock(instance), p, expr, prepared, instance.values)
	}
}

// valueExpression returns what the texts of an expression come from: of a loop, the value of a round.
func valueExpression(expr hclsyntax.Expression) hclsyntax.Expression {
	if loop, ok := expr.(*hclsyntax.ForExpr); ok {
		return loop.ValExpr
	}
	return expr
}

func dependsOnInstance(expr hclsyntax.Expression) bool {
	return slices.ContainsFunc(expr.Variables(), func(traversal hcl.Traversal) bool {
		return traversal.RootName() == "each" || traversal.RootName() == "count"
	})
}

// literal takes a text that stands in the file as it is.
func (w *hclWalk) literal(p attributePath, expr hclsyntax.Expression, literal *hclsyntax.LiteralValueExpr) {
	text, ok := textOf(literal.Val)
	if !ok || !w.block.ZenML && !mayBeReference(text) {
		return
	}
	c := w.collector(nil)
	v := Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: text, Heredoc: c.isHeredoc(expr), Range: expr.Range(),
		origin: c.originOf(expr, nil, text)}
	if w.isComponent && p == (attributePath{}).key("name") {
		v.origin.scanned = &scannedText{isName: true}
	}
	w.block.Values = append(w.block.Values, v)
}

// mayBeReference says whether a text has braces that could be those of a reference.
func mayBeReference(text string) bool {
	return strings.Contains(text, "{{") || strings.Contains(text, "}}")
}

func opensReference(text string) bool { return strings.Contains(text, "{{") }

// result takes the value of an expression in one instance, or what is written where it is not known, or holds nothing of it.
func (w *hclWalk) result(to *ScannedBlock, p attributePath, expr hclsyntax.Expression, prepared *preparedExpression,
	instance map[string]cty.Value) {
	value := prepared.evaluate(instance)
	switch {
	case !w.mayGiveBraces(expr) && (!value.IsWhollyKnown() || !anyText(value, opensReference)):
		return // what a component takes is looked at all the same: its braces may be put together from single ones
	case !value.IsWhollyKnown():
		to.Values = append(to.Values, w.orUnknown(p, expr, w.asWritten(p, expr))...)
		return
	case !anyText(value, mayBeReference):
		if holdsBraces(expr) {
			to.Values = append(to.Values, w.asWritten(p, expr)...)
		}
		return
	}
	c, from := w.collector(prepared.ctx), valueExpression(expr)
	if !value.Type().IsPrimitiveType() {
		c.share(from)
	}
	c.collect(p, from, value)
	for _, v := range c.values {
		if mayBeReference(v.Text) {
			to.Values = append(to.Values, v)
		}
	}
	to.Keys = append(to.Keys, c.keys...)
}

// collect walks a value all of whose texts come from an expression.
func (c *collector) collect(p attributePath, from hclsyntax.Expression, value cty.Value) {
	if value.IsNull() || !value.CanIterateElements() {
		c.walkValue(p, from, value)
		return
	}
	i := 0
	for it := value.ElementIterator(); it.Next(); i++ {
		key, element := it.Element()
		inner := p.index(i)
		if kind := value.Type(); kind.IsObjectType() || kind.IsMapType() {
			inner = p.key(key.AsString())
		}
		c.walkValue(inner, from, element)
	}
}

func (w *hclWalk) collector(ctx *hcl.EvalContext) *collector {
	r := &reader{scope: &scope{budget: w.file.module.budget}, source: w.file.source}
	return &collector{reader: r, current: evaluation{ctx: ctx}}
}

// holdsBraces says whether a text in an expression has braces that could be those of a reference.
func holdsBraces(expr hclsyntax.Expression) bool {
	return slices.ContainsFunc(literalsIn(expr), func(literal *hclsyntax.LiteralValueExpr) bool {
		text, _ := textOf(literal.Val)
		return mayBeReference(text)
	})
}

// literalsIn returns the texts in an expression, in the order of the file.
func literalsIn(expr hclsyntax.Expression) []*hclsyntax.LiteralValueExpr {
	var found []*hclsyntax.LiteralValueExpr
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if literal, ok := node.(*hclsyntax.LiteralValueExpr); ok && literal.Val.Type() == cty.String {
			found = append(found, literal)
		}
		return nil
	})
	slices.SortFunc(found, func(a, b *hclsyntax.LiteralValueExpr) int { return a.SrcRange.Start.Byte - b.SrcRange.Start.Byte })
	return found
}
