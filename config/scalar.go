package config

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// scalar reads an argument that takes one value of a type. ok is false where it is unset, null, unknown or wrong; what
// is wrong is reported.
func (r *reader) scalar(a *attribute, kind cty.Type, secrets secretsAllowed) (value cty.Value, ok bool) {
	if a == nil {
		return cty.NilVal, false
	}
	marked := r.evaluate(a.expr, secrets).value
	if sensitive(marked) {
		r.report(configError("Sensitive value", fmt.Sprintf("The argument %q is shown in reports, so it cannot be made from "+
			"a sensitive variable.", a.name), a.expr.Range()))
		return cty.NilVal, false
	}
	plain, _ := marked.UnmarkDeep()
	if plain.IsNull() || !plain.IsWhollyKnown() {
		return cty.NilVal, false
	}
	converted, err := ctyconvert.Convert(plain, kind)
	if err != nil {
		r.report(configError("Wrong type", fmt.Sprintf("The argument %q must be a %s, not %s.",
			a.name, kind.FriendlyName(), plain.Type().FriendlyName()), a.expr.Range()))
		return cty.NilVal, false
	}
	return converted, true
}

// text reads an argument that takes a string.
func (r *reader) text(a *attribute, secrets secretsAllowed) (string, bool) {
	value, ok := r.scalar(a, cty.String, secrets)
	if !ok {
		return "", false
	}
	return value.AsString(), true
}

// flag reads an argument that takes a boolean.
func (r *reader) flag(a *attribute, otherwise bool, secrets secretsAllowed) bool {
	value, ok := r.scalar(a, cty.Bool, secrets)
	if !ok {
		return otherwise
	}
	return value.True()
}

// notIn says that secrets may not be referred to in a kind of block.
func notIn(kind, why string) secretsAllowed {
	return secretsAllowed(fmt.Sprintf("References to secrets are not allowed in %s blocks: %s.", kind, why))
}
