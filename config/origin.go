package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// An origin says where in the files the text of a Value comes from: what is kept of its expression once the syntax tree
// is dropped. Most values are one literal, for which Value.Range is enough and parts is empty.
type origin struct {
	form    literalForm // of a value that is one literal
	parts   []part
	marks   []secretMark
	scanned *scannedText // of a value in a file that zsv did not define, where there is more to say; else nil
}

// A literalForm says how the text of a literal is written.
type literalForm uint8

const (
	notLiteral  literalForm = iota
	quoted                  // "…": HCL's escapes
	heredoc                 // <<EOT: only $${ and %%{ are escapes, indentation may be cut off
	jsonString              // JSON's escapes, and HCL's template escapes in it
	jsonEscapes             // JSON's escapes only: the template before it is parsed
)

// A part is a stretch of a value's text and where it comes from.
type part struct {
	start, end int // in Value.Text
	at         hcl.Range
	form       literalForm // notLiteral: the whole stretch comes from the expression at
	reference  bool        // the expression is secret.NAME.KEY
	sample     *sample     // where the expression does something to its literals: a function call, a loop
}

// originOf says where the text of a value that an expression gave comes from.
func (c *collector) originOf(expr hclsyntax.Expression, marks cty.ValueMarks, text string) origin {
	o := origin{marks: secretMarks(marks)}
	if literal := literalOf(expr); literal != nil {
		o.form = c.formOf(expr.Range())
		if o.form == heredoc { // whose range begins with <<EOT
			o.parts, o.form = []part{{end: len(text), at: literal.SrcRange, form: heredoc}}, notLiteral
		}
		return o
	}
	if !strings.Contains(text, "{{") {
		return o
	}
	if traversal, ok := expr.(*hclsyntax.ScopeTraversalExpr); ok && !c.shared(expr) {
		_, reference := markOf(traversal.Traversal)
		o.parts = []part{{end: len(text), at: expr.Range(), reference: reference}}
		return o
	}
	t := tracer{collector: c, text: text}
	if c.shared(expr) || !t.trace(expr) || t.length != len(text) {
		t.parts = []part{{end: len(text), at: expr.Range(), sample: c.sampleOf(expr, text)}}
	}
	o.parts = t.parts
	return o
}

// formOf tells the form of a string by how its source begins.
func (r *reader) formOf(at hcl.Range) literalForm {
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

// A tracer cuts a text into the parts that it was put together from.
type tracer struct {
	*collector
	text   string
	form   literalForm // of the template around
	length int
	parts  []part
}

// trace appends the parts that expr contributes. It returns false where they come to more than the text, which
// normalisation across parts may bring about.
func (t *tracer) trace(expr hclsyntax.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return t.trace(e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		return t.trace(e.Wrapped)
	case metered:
		return t.trace(e.Expression)
	case choice:
		branch, _, known := e.chosen(t.current.ctx)
		return known && t.trace(branch)
	case *hclsyntax.TemplateExpr:
		return t.traceTemplate(e)
	case *hclsyntax.LiteralValueExpr:
		return t.add(e, part{at: e.SrcRange, form: t.form})
	case *hclsyntax.ScopeTraversalExpr:
		_, reference := markOf(e.Traversal)
		return t.add(e, part{at: e.SrcRange, reference: reference})
	}
	if !t.add(expr, part{at: expr.Range()}) {
		return false
	}
	last := &t.parts[len(t.parts)-1]
	last.sample = t.sampleOf(expr, t.text[last.start:last.end])
	return true
}

func (t *tracer) traceTemplate(template *hclsyntax.TemplateExpr) bool {
	outer := t.form
	t.form = t.formOf(template.SrcRange)
	defer func() { t.form = outer }()
	for _, inner := range template.Parts {
		if !t.trace(inner) {
			return false
		}
	}
	return true
}

func (t *tracer) add(expr hclsyntax.Expression, p part) bool {
	p.start = t.length
	t.length += t.lengthOf(expr)
	p.end = t.length
	t.parts = append(t.parts, p)
	return t.length <= len(t.text)
}

// lengthOf returns how many bytes an expression adds to a string.
func (t *tracer) lengthOf(expr hclsyntax.Expression) int {
	value, known := t.current.nameAt(expr)
	if !known {
		var diags hcl.Diagnostics
		value, diags = expr.Value(t.current.ctx)
		known = !diags.HasErrors()
	}
	if text, ok := textOf(value); ok && known {
		return len(text)
	}
	return 0
}
