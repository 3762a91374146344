package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A secretMark is the cty mark that a value made by secret.NAME.KEY carries through all evaluation, so that a function
// that alters the reference beyond recognition is found out.
type secretMark struct {
	name, key string
	at        hcl.Range
}

// text returns the reference as it stands in strings.
func (m secretMark) text() string { return "{{" + m.name + "." + m.key + "}}" }

// value returns the reference as a marked string.
func (m secretMark) value() cty.Value { return cty.StringVal(m.text()).Mark(m) }

// secretMarks returns the secret marks among a value's marks, in the order of their places.
func secretMarks(marks cty.ValueMarks) []secretMark {
	return marksOf(marks, func(a, b secretMark) int {
		return cmp.Or(compareRanges(&a.at, &b.at), cmp.Compare(a.text(), b.text()))
	})
}

// marksOf returns the marks of one type, in order.
func marksOf[M any](marks cty.ValueMarks, compare func(a, b M) int) []M {
	var found []M
	for mark := range marks {
		if m, ok := mark.(M); ok {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, compare)
	return found
}

// fromSecret says whether a reference to a secret takes part in a value.
func fromSecret(value cty.Value) bool {
	_, marks := value.UnmarkDeep()
	return len(secretMarks(marks)) > 0
}

// CheckSecretName says why a secret of this name could not be referred to as {{NAME.KEY}}. The error is a sentence.
func CheckSecretName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("the name of a secret may not be empty")
	case strings.Contains(name, "."):
		return fmt.Errorf("the name %q has a dot, so no reference can name it: in {{NAME.KEY}} the first dot ends the name. "+
			"Give the secret a name without dots, and say where it lives with the argument path of its secret block", name)
	case strings.ContainsFunc(name, blank):
		return fmt.Errorf("the name %q has a blank or a control character, so no reference can name it", name)
	}
	return nil
}

// CheckKeyName says why a key of this name could not be referred to. The error is a sentence.
func CheckKeyName(key string) error {
	switch {
	case key == "":
		return fmt.Errorf("the name of a key may not be empty")
	case strings.ContainsFunc(key, blank):
		return fmt.Errorf("the key %q has a blank or a control character, so no reference can name it", key)
	}
	return nil
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// A providerValue and a componentValue stand for provider.TYPE.NAME and component.TYPE.NAME during evaluation: opaque
// values, so that they can be listed and chosen from but not looked into.
type (
	providerValue struct {
		addr ProviderAddr
		at   hcl.Range
	}
	componentValue struct {
		addr ComponentAddr
		at   hcl.Range
	}
)

var (
	providerType = cty.CapsuleWithOps("provider", reflect.TypeFor[providerValue](), &cty.CapsuleOps{
		Equals:    func(a, b any) cty.Value { return cty.BoolVal(a.(*providerValue).addr == b.(*providerValue).addr) },
		RawEquals: func(a, b any) bool { return a.(*providerValue).addr == b.(*providerValue).addr },
		HashKey:   func(v any) string { return v.(*providerValue).addr.String() },
	})
	componentType = cty.CapsuleWithOps("component", reflect.TypeFor[componentValue](), &cty.CapsuleOps{
		Equals:    func(a, b any) cty.Value { return cty.BoolVal(a.(*componentValue).addr == b.(*componentValue).addr) },
		RawEquals: func(a, b any) bool { return a.(*componentValue).addr == b.(*componentValue).addr },
		HashKey:   func(v any) string { return v.(*componentValue).addr.String() },
	})
)
