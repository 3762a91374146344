package config

import (
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// asWritten returns the texts of an expression whose value is not known, with holes for what is not.
func (w *hclWalk) asWritten(p attributePath, expr hclsyntax.Expression) []Value {
	switch e := expr.(type) {
	case *hclsyntax.TemplateExpr:
		return append([]Value{w.template(p, e)}, w.insideOf(p, e)...)
	case *hclsyntax.FunctionCallExpr:
		if v, ok := w.format(p, e); ok {
			return []Value{v}
		}
	case *hclsyntax.ForExpr:
		return w.asWritten(p, e.ValExpr)
	}
	return w.fragments(p, expr)
}

// template returns the text of a template: its literals, and a mark for each thing that is evaluated.
func (w *hclWalk) template(p attributePath, template *hclsyntax.TemplateExpr) Value {
	c := w.collector(nil)
	form := c.formOf(template.SrcRange)
	var text strings.Builder
	o := origin{scanned: &scannedText{}}
	for _, inner := range template.Parts {
		start := text.Len()
		part := part{start: start, at: inner.Range()}
		if literal, ok := inner.(*hclsyntax.LiteralValueExpr); ok && literal.Val.Type() == cty.String {
			part.form = form
			text.WriteString(literal.Val.AsString())
		} else if braces, ok := w.bracesOf(inner); ok {
			text.WriteString(braces)
		} else {
			text.WriteString(holeMark)
			o.scanned.holes = append(o.scanned.holes, hole{start, text.Len(), w.sourceOf(inner)})
		}
		part.end = text.Len()
		o.parts = append(o.parts, part)
	}
	return Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: text.String(), Heredoc: form == heredoc,
		Range: template.SrcRange, origin: o}
}

// bracesOf returns the text of a part of a template that is a name for braces, as far as it is known.
func (w *hclWalk) bracesOf(part hclsyntax.Expression) (text string, ok bool) {
	traversal, isName := part.(*hclsyntax.ScopeTraversalExpr)
	if !isName || !w.file.module.givesBraces(traversal.Traversal) {
		return "", false
	}
	probe := &hclsyntax.ScopeTraversalExpr{Traversal: traversal.Traversal, SrcRange: traversal.SrcRange}
	return textOf(w.file.module.prepared(probe).evaluate(nil))
}

// insideOf returns the texts in what a template evaluates: the branches of its directives, and strings in interpolations.
func (w *hclWalk) insideOf(p attributePath, template *hclsyntax.TemplateExpr) []Value {
	inside := &hclWalk{file: w.file, block: &ScannedBlock{}, forEach: w.forEach, inside: true}
	for _, inner := range template.Parts {
		if literal, ok := inner.(*hclsyntax.LiteralValueExpr); !ok || literal.Val.Type() != cty.String {
			inside.source(p, inner)
		}
	}
	return inside.block.Values
}

// sourceOf returns what people are shown in place of something unknown: a name as it is written. Of anything else the
// source may hold a secret.
func (w *hclWalk) sourceOf(expr hclsyntax.Expression) string {
	if traversal, ok := expr.(*hclsyntax.ScopeTraversalExpr); ok {
		return "${" + writtenTraversal(traversal.Traversal) + "}"
	}
	return "${…}"
}

// writtenTraversal writes a name, with what leads to it in brackets left out.
func writtenTraversal(traversal hcl.Traversal) string {
	var b strings.Builder
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		default:
			b.WriteString("[…]")
		}
	}
	return b.String()
}

// verb matches a verb of format, with what may stand between the sign and the letter.
var verb = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`%[-+# 0]*[0-9]*(?:\.[0-9]*)?(?:\[[0-9]+\])?[a-zA-Z]`)
})

// format returns the text that a call of format makes, with a hole for each verb.
func (w *hclWalk) format(p attributePath, call *hclsyntax.FunctionCallExpr) (v Value, ok bool) {
	if strings.TrimPrefix(call.Name, "core::") != "format" || len(call.Args) == 0 {
		return v, false
	}
	literal := literalOf(call.Args[0])
	if literal == nil {
		return v, false
	}
	text, _ := textOf(literal.Val)
	c := w.collector(nil)
	v = Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: text, Range: call.Args[0].Range(),
		origin: c.originOf(call.Args[0], nil, text)}
	v.origin.scanned = &scannedText{}
	for i, at := range verb().FindAllStringIndex(text, -1) {
		source := text[at[0]:at[1]]
		if i+1 < len(call.Args) && !strings.Contains(source, "[") {
			source = w.sourceOf(call.Args[i+1])
		}
		v.origin.scanned.holes = append(v.origin.scanned.holes, hole{at[0], at[1], source})
	}
	return v, true
}

// fragments returns each text in an expression that has braces. What a function makes of it is not known, so each is a hole
// as a whole, unless it is a reference by itself that may be passed on as it is.
func (w *hclWalk) fragments(p attributePath, expr hclsyntax.Expression) []Value {
	var found []Value
	f := candidateFinder{reader: w.collector(nil).reader}
	_ = hclsyntax.Walk(expr, &f)
	for _, candidate := range f.found {
		if candidate.form == notLiteral {
			continue
		}
		placed, ok := newPlacedLiteral(w.file.source, candidate.at, candidate.form)
		if !ok || !strings.Contains(placed.decoded.text, "{{") {
			continue
		}
		text := placed.decoded.text
		v := Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: text, Range: candidate.at,
			origin: origin{parts: []part{{end: len(text), at: candidate.at, form: candidate.form}}, scanned: &scannedText{}}}
		v.origin.scanned.holes = []hole{{0, len(text), text}}
		found = append(found, v)
	}
	return found
}
