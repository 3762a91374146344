package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// checkAltered reports a value that is made from references to secrets but holds none of them any more: nothing would
// check them. The references are those that the value is marked with, which come through locals and functions, and those
// in the expression itself, since some functions drop marks: can, length, keys.
func (c *collector) checkAltered(expr hclsyntax.Expression, marked cty.Value) {
	if len(c.current.references) == 0 && !marked.ContainsMarked() {
		return
	}
	value, marks := marked.UnmarkDeep()
	_ = c.checkTakenApart(expr, value, marks)
	references := append(secretMarks(marks), c.liveReferences(expr)...)
	if len(references) == 0 || !value.IsWhollyKnown() || holdsAny(value, references) {
		return
	}
	c.reportAltered(expr, references)
}

// checkMarks is checkAltered for one string of a larger value: others in it may hold the references of the expression,
// but this one must hold those that it is marked with. It says whether the string, or all of the value, is reported.
func (c *collector) checkMarks(expr hclsyntax.Expression, marked cty.Value) (altered bool) {
	value, marks := marked.Unmark()
	altered = c.checkTakenApart(expr, value, marks)
	if references := secretMarks(marks); len(references) > 0 && !holdsAny(value, references) {
		c.reportAltered(expr, references)
	}
	return altered || c.altered[expr.Range()]
}

// checkTakenApart reports the references written as text that functions took apart, unless the value holds one all the
// same. It says whether it does.
func (c *collector) checkTakenApart(expr hclsyntax.Expression, value cty.Value, marks cty.ValueMarks) (altered bool) {
	lost := takenApartIn(marks)
	if len(lost) == 0 || !value.IsWhollyKnown() || anyText(value, holdsReference) {
		return false
	}
	for _, l := range lost {
		at := l.at
		if at.Filename != expr.Range().Filename || !encloses(expr.Range(), at) { // in a local
			at = expr.Range()
		}
		reference := "a reference"
		if l.reference != "" {
			reference = "the reference " + l.reference
		}
		c.reportLost(at, fmt.Sprintf("This text holds %s, but what the function %s makes of it holds none: functions "+
			"work on the text of a reference, not on the secret, which is fetched later. Use the reference unchanged.",
			reference, l.function))
	}
	return true
}

func (c *collector) reportAltered(expr hclsyntax.Expression, references []secretMark) {
	first := slices.MinFunc(references, func(a, b secretMark) int { return strings.Compare(a.text(), b.text()) })
	c.reportLost(expr.Range(), fmt.Sprintf("This value is made from the reference %s, but does not hold it any more: "+
		"functions and comparisons work on the text of a reference, not on the secret, which is fetched later. Use the "+
		"reference unchanged.", first.text()))
}

// reportLost reports what became of a reference, once for a place.
func (c *collector) reportLost(at hcl.Range, detail string) {
	if c.altered[at] {
		return
	}
	if c.altered == nil {
		c.altered = map[hcl.Range]bool{}
	}
	c.altered[at] = true
	c.report(Diagnostic{Severity: Error, Rule: RuleAltered, Summary: "Altered reference", Range: &at, Detail: detail})
}

// isConstructor says that an expression only puts others together, each of which is looked at by itself.
func isConstructor(expr hclsyntax.Expression) bool {
	switch expr.(type) {
	case *hclsyntax.ObjectConsExpr, *hclsyntax.TupleConsExpr:
		return true
	}
	return false
}

// liveReferences returns the references in a part of the expression that is walked, but for those in branches that are
// not chosen.
func (c *collector) liveReferences(expr hclsyntax.Expression) []secretMark {
	if len(c.current.references) == 0 {
		return nil
	}
	var dead []hcl.Range
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if e, ok := unwrapped(node).(choice); ok {
			if _, other, known := e.chosen(c.current.ctx); known {
				dead = append(dead, other.Range())
			}
		}
		return nil
	})
	var found []secretMark
	for _, mark := range c.current.references {
		within := func(at hcl.Range) bool { return encloses(at, mark.at) }
		if within(expr.Range()) && !slices.ContainsFunc(dead, within) {
			found = append(found, mark)
		}
	}
	return found
}

func encloses(outer, inner hcl.Range) bool {
	return outer.Start.Byte <= inner.Start.Byte && inner.End.Byte <= outer.End.Byte
}

// dependsOnSecret says whether a condition looks at the text of a reference.
func (c *collector) dependsOnSecret(condition hclsyntax.Expression) bool {
	value, _ := condition.Value(c.current.ctx)
	return fromSecret(value) || len(c.liveReferences(condition)) > 0
}

// markOf returns the reference that secret.NAME.KEY stands for.
func markOf(traversal hcl.Traversal) (secretMark, bool) {
	name, hasName := stepName(traversal, 1)
	key, hasKey := stepName(traversal, 2)
	return secretMark{name, key, traversal.SourceRange()}, traversal.RootName() == "secret" && hasName && hasKey
}

func holdsAny(value cty.Value, references []secretMark) bool {
	found := false
	_ = cty.Walk(value, func(_ cty.Path, inner cty.Value) (bool, error) {
		if inner.IsKnown() && !inner.IsNull() && inner.Type() == cty.String {
			found = found || slices.ContainsFunc(references, func(m secretMark) bool {
				return strings.Contains(inner.AsString(), m.text())
			})
		}
		return !found, nil
	})
	return found
}
