package config

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
)

// scalar reads an argument that takes one value of a type. ok is false where it is unset, null, unknown or wrong; what
// is wrong is reported.
func (r *reader) scalar(a *attribute, kind cty.Type, secrets secretsAllowed) (value cty.Value, ok bool) {
	value, state := r.decide(a, kind, secrets)
	return value, state == Chosen
}

// decide is scalar for those who must tell apart what is unset or null from what cannot be read.
func (r *reader) decide(a *attribute, kind cty.Type, secrets secretsAllowed) (cty.Value, ChoiceState) {
	if a == nil {
		return cty.NilVal, Unset
	}
	marked := r.evaluate(a.expr, secrets).value
	if sensitive(marked) {
		r.report(configError("Sensitive value", fmt.Sprintf("The argument %q is shown in reports, so it cannot be made from "+
			"a sensitive variable.", a.name), a.expr.Range()))
		return cty.NilVal, Undecided
	}
	plain, _ := marked.UnmarkDeep()
	switch {
	case plain.IsNull():
		return cty.NilVal, Unset
	case !plain.IsWhollyKnown():
		return cty.NilVal, Undecided
	}
	converted, err := ctyconvert.Convert(plain, kind)
	if err != nil {
		r.report(configError("Wrong type", fmt.Sprintf("The argument %q must be a %s, not %s.",
			a.name, kind.FriendlyName(), plain.Type().FriendlyName()), a.expr.Range()))
		return cty.NilVal, Undecided
	}
	return converted, Chosen
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

// plainText reads an argument that takes a string in which a written reference would be taken for a name.
func (r *reader) plainText(a *attribute, secrets secretsAllowed) (string, bool) {
	text, ok := r.text(a, secrets)
	if ok && looksLikeReference(text) {
		r.report(configError("Secret not allowed here", string(secrets), a.expr.Range()))
		return "", false
	}
	return text, ok
}

// looksLikeReference says that a text can only be meant as a reference, where nothing resolves any.
func looksLikeReference(text string) bool {
	return strings.Contains(text, "{{") && strings.Contains(text, "}}")
}
