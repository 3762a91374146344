package config

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// A collector keeps the strings of arguments, and the map keys that hold "{{". As far as lists and objects are written
// out it evaluates what stands in them one by one, so that an error or an unknown value does not hide what is beside it;
// from there on it walks expression and value together.
type collector struct {
	*reader
	current  evaluation // what is walked
	values   []Value
	keys     []MapKey
	samplers map[hclsyntax.Expression]*sampler
	altered  map[hcl.Range]bool // where a lost reference is reported
}

// argument evaluates an argument and collects what is in it. Nil is an argument that is not set.
func (c *collector) argument(a *attribute) {
	if a != nil {
		c.walkSource(rootPath(a.name), a.expr, nil)
	}
}

// walkSource evaluates an expression and keeps the strings in its value, which gets marks beside its own.
func (c *collector) walkSource(p attributePath, expr hclsyntax.Expression, marks cty.ValueMarks) {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		c.walkSource(p, e.Expression, marks)
	case *hclsyntax.ObjectConsExpr:
		c.walkItems(p, e, marks)
	case *hclsyntax.TupleConsExpr:
		for i, element := range e.Exprs {
			c.walkSource(p.index(i), element, marks)
		}
	default:
		c.current = c.evaluate(expr, allowed)
		value := c.current.value
		if len(marks) > 0 {
			value = value.WithMarks(marks)
		}
		c.walk(p, c.current.expr, value)
	}
}

// walk keeps the strings in the value that expr gave, and reports the references that got lost on the way.
func (c *collector) walk(p attributePath, expr hclsyntax.Expression, marked cty.Value) {
	expr = c.giving(expr)
	if !isConstructor(expr) {
		c.checkAltered(expr, marked)
	}
	c.walkValue(p, expr, marked)
}

// giving follows parentheses and decided conditionals to the expression that gives the value.
func (c *collector) giving(expr hclsyntax.Expression) hclsyntax.Expression {
	for {
		switch e := expr.(type) {
		case *hclsyntax.ParenthesesExpr:
			expr = e.Expression
		case metered:
			expr = e.Expression
		case choice:
			branch, _, known := e.chosen(c.current.ctx)
			if !known || c.dependsOnSecret(e.Condition) {
				return expr
			}
			expr = branch
		default:
			return expr
		}
	}
}

// walkValue is walk for a part of a value whose expression may be that of the whole.
func (c *collector) walkValue(p attributePath, expr hclsyntax.Expression, marked cty.Value) {
	value, marks := marked.Unmark()
	if value.IsNull() || !value.IsKnown() {
		return
	}
	switch kind := value.Type(); {
	case kind.IsPrimitiveType():
		c.addPrimitive(p, expr, marked)
	case kind.IsObjectType() || kind.IsMapType():
		c.walkObject(p, expr, value, onlySensitive(marks))
	case kind.IsTupleType() || kind.IsListType() || kind.IsSetType():
		c.walkList(p, expr, value, onlySensitive(marks))
	case kind.IsCapsuleType():
		c.forgetNames(expr.Range())
		c.report(configError("Not a value", fmt.Sprintf("A %s cannot be the value of an argument here: it stands for a "+
			"whole block, not for text.", kind.FriendlyName()), expr.Range()))
	}
}

// addPrimitive keeps a string, and a number or a boolean as the string that it becomes in an environment variable.
func (c *collector) addPrimitive(p attributePath, expr hclsyntax.Expression, marked cty.Value) {
	altered := c.checkMarks(expr, marked)
	text, ok := textOf(marked)
	if !ok {
		return
	}
	kind := marked.Type()
	_, marks := marked.Unmark()
	c.values = append(c.values, Value{
		Attribute: p.text, Name: p.name, Depth: p.depth, Text: text,
		Sensitive: hasSensitive(marks), Scalar: kind != cty.String, Bool: kind == cty.Bool,
		Heredoc: c.isHeredoc(expr), Altered: altered, Range: expr.Range(),
		origin: c.originOf(expr, marks, text),
	})
}

// textOf returns what a primitive value is as a string; ok is false for others, and for null and unknown ones. Small
// whole numbers go without the conversion, which takes longer than all else that is done to a value.
func textOf(value cty.Value) (text string, ok bool) {
	value, _ = value.Unmark()
	switch {
	case value.IsNull() || !value.IsKnown():
		return "", false
	case value.Type() == cty.String:
		return value.AsString(), true
	case value.Type() == cty.Number:
		if n, accuracy := value.AsBigFloat().Int64(); accuracy == big.Exact {
			return strconv.FormatInt(n, 10), true
		}
	}
	converted, err := ctyconvert.Convert(value, cty.String)
	if err != nil {
		return "", false
	}
	return converted.AsString(), true
}

func (c *collector) isHeredoc(expr hclsyntax.Expression) bool {
	template, ok := expr.(*hclsyntax.TemplateExpr)
	return ok && c.formOf(template.SrcRange) == heredoc
}

// walkObject walks an object or map by its keys; the expression of each value is found by its key where the object is
// written out, else it is the whole.
func (c *collector) walkObject(p attributePath, expr hclsyntax.Expression, value cty.Value, marks cty.ValueMarks) {
	items := c.writtenItems(expr)
	if items == nil {
		c.share(expr)
	}
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		name := key.AsString()
		if written, ok := items[name]; ok {
			c.noteKey(name, written.keyAt)
			c.walk(p.key(written.shown()), written.expr, element.WithMarks(marks))
			continue
		}
		c.noteKey(name, expr.Range())
		c.walkValue(p.key(shownKey(name, marks)), expr, element.WithMarks(marks))
	}
}

func (c *collector) walkList(p attributePath, expr hclsyntax.Expression, value cty.Value, marks cty.ValueMarks) {
	tuple, ok := expr.(*hclsyntax.TupleConsExpr)
	written := ok && len(tuple.Exprs) == value.LengthInt()
	if !written {
		c.share(expr)
	}
	i := 0
	for it := value.ElementIterator(); it.Next(); i++ {
		_, element := it.Element()
		if written {
			c.walk(p.index(i), tuple.Exprs[i], element.WithMarks(marks))
		} else {
			c.walkValue(p.index(i), expr, element.WithMarks(marks))
		}
	}
}

// onlySensitive keeps the marks that go down to the elements.
func onlySensitive(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		if mark == functions.Sensitive {
			kept[mark] = struct{}{}
		}
	}
	return kept
}
