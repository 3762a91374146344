package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// combine gives an expression its value without HCL, which takes several times as long, where that is plain: a single
// name, and a template of text and names. It returns false where it is not, or where HCL has something to say.
func (e *evaluation) combine() bool {
	if value, ok := e.nameAt(e.expr); ok {
		e.value = value
		return true
	}
	template, ok := e.expr.(*hclsyntax.TemplateExpr)
	if !ok {
		return false
	}
	var text strings.Builder
	var marks []cty.ValueMarks
	for _, part := range template.Parts {
		value, ok := e.partValue(part)
		if !ok || text.Len() > maxCombined {
			return false
		}
		partText, ok := textOf(value)
		if !ok {
			return false
		}
		text.WriteString(partText)
		if value.IsMarked() {
			marks = append(marks, value.Marks())
		}
	}
	e.value = cty.StringVal(text.String()).WithMarks(marks...)
	return true
}

// maxCombined bounds the text that is put together without being metered.
const maxCombined = 64 << 10

// partValue returns the value of a part of a template: text, or a name with a primitive value.
func (e *evaluation) partValue(part hclsyntax.Expression) (cty.Value, bool) {
	if literal, ok := part.(*hclsyntax.LiteralValueExpr); ok {
		return literal.Val, literal.Val.Type() == cty.String
	}
	value, ok := e.nameAt(part)
	return value, ok && value.Type().IsPrimitiveType()
}

// fewNames is how many names are looked through; expressions with more are left to HCL.
const fewNames = 16

// nameAt returns the value of an expression that is nothing but a name.
func (e *evaluation) nameAt(expr hclsyntax.Expression) (cty.Value, bool) {
	traversal, ok := expr.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(e.names) > fewNames {
		return cty.NilVal, false
	}
	for _, name := range e.names {
		if name.isOf(traversal.Traversal) {
			return name.value, true
		}
	}
	return cty.NilVal, false
}

// isOf says whether the steps of a traversal are those of the name.
func (n foundName) isOf(traversal hcl.Traversal) bool {
	if len(traversal) != len(n.steps) || traversal.RootName() != n.steps[0] {
		return false
	}
	for i := 1; i < len(traversal); i++ {
		if step, ok := stepName(traversal, i); !ok || step != n.steps[i] {
			return false
		}
	}
	return true
}

// chargeCombined charges for a value that was put together without a meter: of each list and map all elements are looked
// at, and the text of a template is new. A single name of a text is neither.
func (e *evaluation) chargeCombined(b *budget) hcl.Diagnostics {
	if _, isName := e.expr.(*hclsyntax.ScopeTraversalExpr); isName && e.value.Type().IsPrimitiveType() {
		return nil
	}
	text, isText := textOf(e.value)
	if isText && len(text) < shortText {
		return nil
	}
	var diags hcl.Diagnostics
	e.value, diags = newMeter(b, e.expr).finish(e.value, nil, e.expr.Range())
	return diags
}
