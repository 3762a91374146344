package hclfmt

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/splice"
)

// inIdiom returns the source with old spellings in today's: a label has quotes, and an argument that is "${x}" is x.
// Spellings that hold a comment stay, and so do those that mean something else in their new place.
func inIdiom(src []byte, body *hclsyntax.Body) []byte { return splice.Apply(src, edits(src, body)) }

// edits returns the changes in a body and the blocks in it. None of them overlap.
func edits(src []byte, body *hclsyntax.Body) []splice.Part {
	var found []splice.Part
	for _, attribute := range body.Attributes {
		if e, ok := unwrapped(src, attribute.Expr); ok {
			found = append(found, e)
		}
	}
	for _, block := range body.Blocks {
		for _, label := range block.LabelRanges {
			if text := string(label.SliceBytes(src)); text != "" && text[0] != '"' {
				found = append(found, splice.Replace(label.Start.Byte, label.End.Byte, `"`+text+`"`))
			}
		}
		found = append(found, edits(src, block.Body)...)
	}
	return found
}

// unwrapped takes the template off a value that is nothing but one interpolation. A value on several lines gets
// parentheses, within which a line break does not end it. No line moves, since a comment may be about the line it is on
// or above.
func unwrapped(src []byte, expr hclsyntax.Expression) (splice.Part, bool) {
	value := withoutTemplate(expr)
	if value == expr {
		return splice.Part{}, false
	}
	at, inside := expr.Range(), value.Range()
	around := slices.Concat(src[at.Start.Byte:inside.Start.Byte], src[inside.End.Byte:at.End.Byte])
	if bytes.ContainsAny(around, "#/\n") || bytes.Contains(inside.SliceBytes(src), []byte("<<")) {
		return splice.Part{}, false
	}
	text := string(inside.SliceBytes(src))
	if _, closed := value.(*hclsyntax.ParenthesesExpr); !closed && spansLines(inside) {
		text = "(" + text + ")"
	}
	return splice.Replace(at.Start.Byte, at.End.Byte, text), true
}

// withoutTemplate takes templates off that are nothing but one interpolation.
func withoutTemplate(expr hclsyntax.Expression) hclsyntax.Expression {
	for {
		wrap, ok := expr.(*hclsyntax.TemplateWrapExpr)
		if !ok {
			return expr
		}
		expr = wrap.Wrapped
	}
}

func spansLines(r hcl.Range) bool { return r.Start.Line != r.End.Line }
