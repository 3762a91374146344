package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// A collector walks an argument's expression and its value together and keeps the strings.
type collector struct {
	*reader
	ctx    *hcl.EvalContext
	values []Value
	keys   []MapKey
}

// collect evaluates an argument and returns its strings and the map keys that hold "{{".
func (r *reader) collect(a *attribute) ([]Value, []MapKey) {
	c := collector{reader: r}
	e := r.evaluate(a.expr, allowed)
	c.ctx = e.ctx
	c.walk(rootPath(a.name), e.expr, e.value)
	return c.values, c.keys
}

// walk keeps the strings in the value that expr gave, and reports the references that got lost on the way.
func (c *collector) walk(p attributePath, expr hclsyntax.Expression, marked cty.Value) {
	expr, marked = c.chosen(expr, marked)
	if !isConstructor(expr) {
		c.checkAltered(expr, marked)
	}
	c.walkValue(p, expr, marked)
}

// walkValue is walk without the report, for the parts of a value whose expression is that of the whole.
func (c *collector) walkValue(p attributePath, expr hclsyntax.Expression, marked cty.Value) {
	value, marks := marked.Unmark()
	if value.IsNull() || !value.IsKnown() {
		return
	}
	switch kind := value.Type(); {
	case kind == cty.String:
		c.add(p, expr, marked, value.AsString())
	case kind == cty.Number || kind == cty.Bool:
		c.addScalar(p, expr, marked)
	case kind.IsObjectType() || kind.IsMapType():
		c.walkObject(p, expr, value.WithMarks(onlySensitive(marks)))
	case kind.IsTupleType() || kind.IsListType() || kind.IsSetType():
		c.walkList(p, expr, value.WithMarks(onlySensitive(marks)))
	case kind.IsCapsuleType():
		c.report(configError("Not a value", fmt.Sprintf("A %s cannot be the value of an argument here: it stands for a "+
			"whole block, not for text.", kind.FriendlyName()), expr.Range()))
	}
}

// chosen follows parentheses and decided conditionals to the expression that gives the value.
func (c *collector) chosen(expr hclsyntax.Expression, value cty.Value) (hclsyntax.Expression, cty.Value) {
	for {
		switch e := expr.(type) {
		case *hclsyntax.ParenthesesExpr:
			expr = e.Expression
		case choice:
			condition, _ := e.Condition.Value(c.ctx)
			isTrue, known := truth(condition)
			if !known || len(secretMarks(condition.Marks())) > 0 || len(c.liveReferences(e.Condition)) > 0 {
				return expr, value
			}
			expr = e.FalseResult
			if isTrue {
				expr = e.TrueResult
			}
		default:
			return expr, value
		}
	}
}

func (c *collector) add(p attributePath, expr hclsyntax.Expression, marked cty.Value, text string) {
	c.values = append(c.values, Value{
		Attribute: p.text, Name: p.name, Depth: p.depth, Text: text, Sensitive: sensitive(marked),
		Heredoc: c.isHeredoc(expr), Range: expr.Range(),
		origin: c.originOf(evaluation{expr, marked, c.ctx}, text),
	})
}

// addScalar keeps a number or a boolean as the string that it becomes in an environment variable.
func (c *collector) addScalar(p attributePath, expr hclsyntax.Expression, marked cty.Value) {
	text, err := ctyconvert.Convert(marked, cty.String)
	if err != nil {
		return
	}
	plain, _ := text.Unmark()
	c.add(p, expr, marked, plain.AsString())
	last := &c.values[len(c.values)-1]
	last.Scalar, last.Bool = true, marked.Type() == cty.Bool
}

func (c *collector) isHeredoc(expr hclsyntax.Expression) bool {
	template, ok := expr.(*hclsyntax.TemplateExpr)
	return ok && c.formOfTemplate(template) == heredoc
}

// walkObject walks an object or map by its keys; the expression of each value is found by its key where the object is
// written out, else it is the whole.
func (c *collector) walkObject(p attributePath, expr hclsyntax.Expression, value cty.Value) {
	value, marks := value.Unmark()
	items := c.itemsOf(expr)
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		name := key.AsString()
		if inner, written := items[name]; written {
			c.walk(p.key(name), inner, element.WithMarks(marks))
			continue
		}
		if len(marks) > 0 {
			name = "(sensitive)"
		}
		c.walkValue(p.key(name), expr, element.WithMarks(marks))
	}
}

// itemsOf returns the values' expressions of an object that is written out, by key. A key that is written twice is
// reported: only the last counts.
func (c *collector) itemsOf(expr hclsyntax.Expression) map[string]hclsyntax.Expression {
	object, ok := expr.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return nil
	}
	items := make(map[string]hclsyntax.Expression, len(object.Items))
	for _, item := range object.Items {
		key, ok := c.keyOf(item)
		if !ok {
			continue
		}
		if _, again := items[key]; again {
			at := item.KeyExpr.Range()
			c.report(Diagnostic{Severity: Warning, Rule: RuleDuplicateKey, Summary: "Duplicate key", Range: &at,
				Detail: "This key is written more than once in one object; only the last value counts. Remove the others."})
		}
		items[key] = item.ValueExpr
		if strings.Contains(key, "{{") {
			c.keys = append(c.keys, MapKey{Text: key, Range: item.KeyExpr.Range()})
		}
	}
	return items
}

func (c *collector) keyOf(item hclsyntax.ObjectConsItem) (string, bool) {
	key, diags := item.KeyExpr.Value(c.ctx)
	if diags.HasErrors() {
		return "", false
	}
	key, _ = key.Unmark()
	text, err := ctyconvert.Convert(key, cty.String)
	if err != nil || text.IsNull() || !text.IsKnown() {
		return "", false
	}
	return text.AsString(), true
}

func (c *collector) walkList(p attributePath, expr hclsyntax.Expression, value cty.Value) {
	value, marks := value.Unmark()
	var written []hclsyntax.Expression
	if tuple, ok := expr.(*hclsyntax.TupleConsExpr); ok && len(tuple.Exprs) == value.LengthInt() {
		written = tuple.Exprs
	}
	i := 0
	for it := value.ElementIterator(); it.Next(); i++ {
		_, element := it.Element()
		if written != nil {
			c.walk(p.index(i), written[i], element.WithMarks(marks))
		} else {
			c.walkValue(p.index(i), expr, element.WithMarks(marks))
		}
	}
}

// onlySensitive keeps the marks that go down to the elements.
func onlySensitive(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		if _, isSecret := mark.(secretMark); !isSecret {
			kept[mark] = struct{}{}
		}
	}
	return kept
}
