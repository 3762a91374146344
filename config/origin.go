package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// An origin says where in the files the text of a Value comes from: what is kept of its expression once the syntax tree
// is dropped. Most values are one literal, for which Value.Range is enough and parts is empty.
type origin struct {
	form  literalForm // of a value that is one literal
	parts []part
	marks []secretMark
}

// A literalForm says how the text of a literal is written.
type literalForm uint8

const (
	notLiteral literalForm = iota
	quoted                 // "…": HCL's escapes
	heredoc                // <<EOT: only $${ and %%{ are escapes, indentation may be cut off
	jsonString             // JSON's escapes, and HCL's template escapes in it
)

// A part is a stretch of a value's text and where it comes from.
type part struct {
	start, end int // in Value.Text
	at         hcl.Range
	form       literalForm // notLiteral: the whole stretch comes from the expression at
	// candidates are the literals and references below an expression that does something to them: a function call, a
	// loop. The text is looked for in them.
	candidates []candidate
}

// A candidate is something that a text may come from.
type candidate struct {
	at   hcl.Range
	form literalForm
	text string // of a reference secret.NAME.KEY, as it stands in strings
}

// originOf says where the text of a value that expr gave comes from.
func (r *reader) originOf(e evaluation, text string) origin {
	_, marks := e.value.Unmark()
	o := origin{marks: secretMarks(marks)}
	if literal := literalOf(e.expr); literal != nil {
		o.form = r.formOfTemplate(e.expr)
		return o
	}
	if !strings.Contains(text, "{{") {
		return o
	}
	t := tracer{reader: r, ctx: e.ctx}
	t.trace(e.expr)
	if t.length != len(text) { // normalisation joined characters across parts
		t.parts = []part{{end: len(text), at: e.expr.Range(), candidates: t.candidates(e.expr)}}
	}
	o.parts = t.parts
	return o
}

// formOfTemplate tells the form of a string by how its template begins.
func (r *reader) formOfTemplate(expr hclsyntax.Expression) literalForm {
	at := expr.Range()
	switch {
	case at.Start.Byte >= len(r.source):
		return notLiteral
	case isJSON(at.Filename):
		return jsonString
	case r.source[at.Start.Byte] == '"':
		return quoted
	case r.source[at.Start.Byte] == '<':
		return heredoc
	default:
		return notLiteral
	}
}

// A tracer cuts a text into the parts it was put together from.
type tracer struct {
	*reader
	ctx    *hcl.EvalContext
	form   literalForm // of the template around
	length int
	parts  []part
}

// trace appends the parts that expr contributes.
func (t *tracer) trace(expr hclsyntax.Expression) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		t.trace(e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		t.trace(e.Wrapped)
	case choice:
		t.traceChoice(e)
	case *hclsyntax.TemplateExpr:
		outer := t.form
		t.form = t.formOfTemplate(e)
		for _, p := range e.Parts {
			t.trace(p)
		}
		t.form = outer
	case *hclsyntax.LiteralValueExpr:
		t.add(t.lengthOf(e), part{at: e.SrcRange, form: t.form})
	case *hclsyntax.ScopeTraversalExpr:
		t.add(t.lengthOf(e), part{at: e.SrcRange})
	default:
		t.add(t.lengthOf(e), part{at: e.Range(), candidates: t.candidates(e)})
	}
}

func (t *tracer) traceChoice(c choice) {
	condition, _ := c.Condition.Value(t.ctx)
	switch isTrue, known := truth(condition); {
	case !known:
	case isTrue:
		t.trace(c.TrueResult)
	default:
		t.trace(c.FalseResult)
	}
}

func (t *tracer) add(length int, p part) {
	p.start, p.end = t.length, t.length+length
	t.length += length
	t.parts = append(t.parts, p)
}

// lengthOf returns how many bytes an expression adds to a string.
func (t *tracer) lengthOf(expr hclsyntax.Expression) int {
	value, diags := expr.Value(t.ctx)
	value, _ = value.Unmark()
	if diags.HasErrors() || value.IsNull() || !value.IsKnown() {
		return 0
	}
	text, err := ctyconvert.Convert(value, cty.String)
	if err != nil || !text.IsKnown() || text.IsNull() {
		return 0
	}
	return len(text.AsString())
}

// candidates lists the literals and the references to secrets below an expression, in the order of the file.
func (t *tracer) candidates(expr hclsyntax.Expression) []candidate {
	var found []candidate
	form := t.form
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		switch e := node.(type) {
		case *hclsyntax.TemplateExpr:
			form = t.formOfTemplate(e)
		case *hclsyntax.LiteralValueExpr:
			if e.Val.Type() == cty.String && e.Val.IsKnown() && !e.Val.IsNull() {
				found = append(found, candidate{at: e.SrcRange, form: form})
			}
		case *hclsyntax.ScopeTraversalExpr:
			if mark, ok := markOf(e.Traversal); ok {
				found = append(found, candidate{at: e.SrcRange, text: mark.text()})
			}
		}
		return nil
	})
	return found
}
