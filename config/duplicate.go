package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// duplicateKeys returns the places of the keys of an object that repeat one before, as far as keys are written out: the
// object may stand where nothing of it is left after the evaluation.
func duplicateKeys(object *hclsyntax.ObjectConsExpr) []hcl.Range {
	var found []hcl.Range
	seen := make(map[string]bool, len(object.Items))
	for _, item := range object.Items {
		key, known := writtenKey(item.KeyExpr)
		if known && seen[key] {
			found = append(found, item.KeyExpr.Range())
		}
		seen[key] = seen[key] || known
	}
	return found
}

// writtenKey returns a key that is a word, a text or a number.
func writtenKey(key hclsyntax.Expression) (string, bool) {
	if name, ok := literalKey(key); ok {
		return name, true
	}
	if wrapper, ok := key.(*hclsyntax.ObjectConsKeyExpr); ok {
		key = wrapper.Wrapped
	}
	if literal := literalOf(key); literal != nil && literal.Val.Type() == cty.Number {
		return textOf(literal.Val)
	}
	return "", false
}

// reportDuplicates reports keys that repeat others, each once: an object may be looked at several times.
func (r *reader) reportDuplicates(keys []hcl.Range) {
	for _, at := range keys {
		if r.duplicates[at] {
			continue
		}
		if r.duplicates == nil {
			r.duplicates = map[hcl.Range]bool{}
		}
		r.duplicates[at] = true
		r.report(Diagnostic{Severity: Warning, Rule: RuleDuplicateKey, Summary: "Duplicate key", Range: &at,
			Detail: "This key is written more than once in one object; only the last value counts. Remove the others."})
	}
}
