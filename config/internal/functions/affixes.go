package functions

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// startsWithFunction answers for an unknown string too, as far as its beginning is known or does not matter.
func startsWithFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "str", Type: cty.String, AllowUnknown: true},
			{Name: "prefix", Type: cty.String},
		},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return startsWith(args[0], args[1].AsString()), nil
		},
	})
}

func startsWith(value cty.Value, prefix string) cty.Value {
	if value.IsKnown() {
		return cty.BoolVal(strings.HasPrefix(value.AsString(), prefix))
	}
	known := value.Range().StringPrefix()
	switch {
	case strings.HasPrefix(known, prefix):
		return cty.True
	case !strings.HasPrefix(prefix, known):
		return cty.False
	}
	return cty.UnknownVal(cty.Bool)
}

func endsWithFunction() function.Function { return onTexts(strings.HasSuffix, "suffix") }

func containsTextFunction() function.Function { return onTexts(strings.Contains, "substr") }

func onTexts(test func(text, part string) bool, partName string) function.Function {
	return define(cty.Bool, func(args []cty.Value) (cty.Value, error) {
		return cty.BoolVal(test(args[0].AsString(), args[1].AsString())), nil
	}, param("str", cty.String), param(partName, cty.String))
}
