package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// An item is one entry of an object that is written out.
type item struct {
	key   string
	known bool           // whether the key is
	marks cty.ValueMarks // of the key
	expr  hclsyntax.Expression
	keyAt hcl.Range
}

const (
	hiddenKey  = "(sensitive)" // in place of a key that a sensitive variable takes part in
	unknownKey = "(unknown)"
)

// shown returns the key as reports show it.
func (i item) shown() string {
	if !i.known {
		return unknownKey
	}
	return shownKey(i.key, i.marks)
}

func shownKey(key string, marks cty.ValueMarks) string {
	if hasSensitive(marks) {
		return hiddenKey
	}
	return key
}

// walkItems walks the entries of an object that is written out. What stands under an unknown key is walked like the rest.
func (c *collector) walkItems(p attributePath, object *hclsyntax.ObjectConsExpr, marks cty.ValueMarks) {
	items := make([]item, len(object.Items))
	for i, written := range object.Items {
		key := c.evaluateKey(written)
		_, keyMarks := key.Unmark()
		name, known := keyText(key)
		items[i] = item{name, known, keyMarks, written.ValueExpr, written.KeyExpr.Range()}
	}
	last := c.lastOfEach(items)
	for i, it := range items {
		if it.known && last[it.key] != i {
			continue
		}
		c.noteKey(it.key, it.keyAt)
		c.walkSource(p.key(it.shown()), it.expr, withMarks(marks, onlySensitive(it.marks)))
	}
}

func withMarks(marks, more cty.ValueMarks) cty.ValueMarks {
	if len(marks)+len(more) == 0 {
		return nil
	}
	return cty.NewValueMarks(marks, more)
}

// lastOfEach returns the index of the last item of each key. A key that is written twice is reported: only the last
// counts.
func (c *collector) lastOfEach(items []item) map[string]int {
	last := make(map[string]int, len(items))
	for i, it := range items {
		if _, again := last[it.key]; again && it.known {
			c.reportDuplicates([]hcl.Range{it.keyAt})
		}
		if it.known {
			last[it.key] = i
		}
	}
	return last
}

// evaluateKey returns the value of an item's key, unknown after an error, which is reported. An object of just this item
// is evaluated for it, because HCL checks keys there.
func (c *collector) evaluateKey(written hclsyntax.ObjectConsItem) cty.Value {
	if name, ok := literalKey(written.KeyExpr); ok {
		return cty.StringVal(name)
	}
	entry := hclsyntax.ObjectConsItem{KeyExpr: written.KeyExpr, ValueExpr: &hclsyntax.LiteralValueExpr{
		Val: cty.True, SrcRange: written.ValueExpr.Range(),
	}}
	object := &hclsyntax.ObjectConsExpr{Items: []hclsyntax.ObjectConsItem{entry}, SrcRange: written.KeyExpr.Range()}
	value, marks := c.evaluate(object, allowed).value.Unmark()
	if !value.IsKnown() || !value.CanIterateElements() {
		return cty.DynamicVal
	}
	for it := value.ElementIterator(); it.Next(); {
		key, _ := it.Element()
		return key.WithMarks(marks)
	}
	return cty.DynamicVal
}

// literalKey returns the key that is written as a word or as a string without anything in it.
func literalKey(key hclsyntax.Expression) (string, bool) {
	if wrapper, ok := key.(*hclsyntax.ObjectConsKeyExpr); ok {
		key = wrapper.Wrapped
		if word := hcl.ExprAsKeyword(key); word != "" && !wrapper.ForceNonLiteral {
			return word, true
		}
	}
	if literal := literalOf(key); literal != nil && literal.Val.Type() == cty.String && !literal.Val.IsNull() {
		return literal.Val.AsString(), true
	}
	return "", false
}

// writtenItems returns the entries of an object that is written out in an expression that is evaluated already, by key;
// nil where it is none.
func (c *collector) writtenItems(expr hclsyntax.Expression) map[string]item {
	object, ok := expr.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return nil
	}
	var items []item
	for _, written := range object.Items {
		key, diags := written.KeyExpr.Value(c.current.ctx)
		if name, known := keyText(key); known && !diags.HasErrors() {
			_, marks := key.Unmark()
			items = append(items, item{name, true, marks, written.ValueExpr, written.KeyExpr.Range()})
		}
	}
	byKey := make(map[string]item, len(items))
	for key, i := range c.lastOfEach(items) {
		byKey[key] = items[i]
	}
	return byKey
}

func keyText(key cty.Value) (text string, known bool) {
	key, _ = key.Unmark()
	converted, err := ctyconvert.Convert(key, cty.String)
	if err != nil || converted.IsNull() || !converted.IsKnown() {
		return "", false
	}
	return converted.AsString(), true
}

// noteKey keeps a key in which a reference may stand, where none is looked for.
func (c *collector) noteKey(key string, at hcl.Range) {
	if !strings.Contains(key, "{{") || c.altered[at] {
		return
	}
	if at.Start.Byte < len(c.reader.source) && c.reader.source[at.Start.Byte] == '"' {
		at = inside(at)
	}
	c.keys = append(c.keys, MapKey{Text: key, Range: at})
}
