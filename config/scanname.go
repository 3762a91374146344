package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// The name of a secret has no braces that tell of it: it is whatever an attribute is set to that holds one. So each
// expression there counts: its value where that is known, else something that is not.

// wantsName says whether the name of a secret may stand at a path.
func (w *hclWalk) wantsName(p attributePath) bool {
	return w.block.ZenML && slices.Contains(secretNaming, p.name)
}

// passedThrough are the functions that give what they are given.
var passedThrough = []string{"ephemeralasnull", "nonsensitive", "sensitive", "tostring"}

// secretName takes what an expression gives for the name of a secret. It returns false where the expression is to be walked
// as all others are: as what is written in it is the name, or a reference.
func (w *hclWalk) secretName(p attributePath, expr hclsyntax.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr, *hclsyntax.TemplateWrapExpr, *hclsyntax.ConditionalExpr, *hclsyntax.ObjectConsExpr,
		*hclsyntax.TupleConsExpr, *hclsyntax.LiteralValueExpr:
		return false
	case *hclsyntax.FunctionCallExpr:
		if slices.Contains(passedThrough, strings.TrimPrefix(e.Name, "core::")) {
			return false
		}
	}
	if literalOf(expr) != nil || isTextExpression(expr) && w.mayGiveBraces(expr) {
		return false
	}
	known := w.perInstance(expr, func(to *ScannedBlock, value cty.Value) {
		to.Values = append(to.Values, w.namesIn(p, expr, value)...)
	})
	if !known && w.mayGiveBraces(expr) { // what is passed to a function is no name, but there may be references in it
		p.name = ""
		w.walk(p, expr)
	}
	return true
}

// isTextExpression says whether an expression puts text together.
func isTextExpression(expr hclsyntax.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.TemplateExpr, *hclsyntax.TemplateJoinExpr:
		return true
	case *hclsyntax.FunctionCallExpr:
		return slices.Contains(textFunctions, strings.TrimPrefix(e.Name, "core::"))
	}
	return false
}

// perInstance evaluates an expression, once for each instance of the block where it depends on that, and hands the value
// over with the block that it is for. It returns whether all values are known.
func (w *hclWalk) perInstance(expr hclsyntax.Expression, take func(to *ScannedBlock, value cty.Value)) (known bool) {
	prepared := w.prepared(expr)
	if prepared == nil {
		take(w.block, cty.DynamicVal)
		return false
	}
	if w.readInstances(); !w.instancesKnown || !dependsOnInstance(expr) {
		value := prepared.evaluate(nil)
		take(w.block, value)
		return value.IsWhollyKnown()
	}
	known = true
	for _, instance := range w.instances {
		value := prepared.evaluate(instance.values)
		known = known && value.IsWhollyKnown()
		take(w.instanceBlock(instance), value)
	}
	return known
}

// prepared returns an expression ready to be evaluated, nil where that cannot be: of what a text is put together from.
func (w *hclWalk) prepared(expr hclsyntax.Expression) *preparedExpression {
	if w.inside {
		return nil
	}
	if traversal, ok := expr.(*hclsyntax.ScopeTraversalExpr); ok {
		return w.file.module.prepared(&hclsyntax.ScopeTraversalExpr{Traversal: traversal.Traversal, SrcRange: traversal.SrcRange})
	}
	return w.file.module.preparedTwin(w.file.name, twinKey(expr))
}

// namesIn returns the names that a value is, or a list has: something unknown where it is not known.
func (w *hclWalk) namesIn(p attributePath, expr hclsyntax.Expression, value cty.Value) []Value {
	v := Value{Attribute: p.text, Name: p.name, Depth: p.depth, Range: expr.Range()}
	kind := value.Type()
	template, isTemplate := expr.(*hclsyntax.TemplateExpr)
	switch {
	case !value.IsWhollyKnown() && isTemplate:
		return []Value{w.template(p, template)}
	case !value.IsWhollyKnown():
		v.Text = holeMark
		v.origin.scanned = &scannedText{holes: []hole{{0, len(holeMark), w.sourceOf(expr)}}}
		return []Value{v}
	case value.IsNull():
		return nil
	case kind.IsTupleType(), kind.IsListType(), kind.IsSetType():
		var names []Value
		for i, element := range value.AsValueSlice() {
			names = append(names, w.namesIn(p.index(i), expr, element)...)
		}
		return names
	}
	text, isText := textOf(value)
	if v.Text = text; !isText {
		return nil
	}
	return []Value{v}
}

// configuration takes the names of secrets in the configuration of a component that is not written out there: in a local, the
// result of a function. References in it are found where they are written.
func (w *hclWalk) configuration(p attributePath, expr hclsyntax.Expression) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		w.configuration(p, e.Expression)
		return
	case *hclsyntax.ConditionalExpr:
		w.configuration(p, e.TrueResult)
		w.configuration(p, e.FalseResult)
		return
	case *hclsyntax.ObjectConsExpr:
		return // each member is walked
	case *hclsyntax.FunctionCallExpr:
		if slices.Contains(memberwise, strings.TrimPrefix(e.Name, "core::")) {
			for _, arg := range e.Args {
				w.configuration(p, arg)
			}
			return
		}
	}
	w.perInstance(expr, func(to *ScannedBlock, value cty.Value) {
		for _, name := range secretNaming {
			if member, ok := memberOf(value, name); ok {
				to.Values = append(to.Values, w.namesIn(p.key(name), expr, member)...)
			}
		}
	})
}

// memberwise are the functions whose result has the members of what they are given.
var memberwise = []string{"ephemeralasnull", "merge", "nonsensitive", "sensitive", "tomap"}

// memberOf returns a member of a value that may be an object; ok is false where it has none, as far as that is known.
func memberOf(value cty.Value, name string) (member cty.Value, ok bool) {
	if value.IsNull() || !value.IsKnown() {
		return member, false
	}
	switch kind := value.Type(); {
	case kind.IsObjectType() && kind.HasAttribute(name):
		return value.GetAttr(name), true
	case kind.IsMapType() && value.HasIndex(cty.StringVal(name)).True():
		return value.Index(cty.StringVal(name)), true
	}
	return member, false
}
