package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// distinctFunction does what cty's does, which compares each element with each. Texts, numbers and booleans are looked up
// instead.
func distinctFunction() function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{param("list", cty.List(cty.DynamicPseudoType))},
		Type:         func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !canBeLookedUp(args[0]) {
				return stdlib.Distinct(args[0])
			}
			return distinct(args[0]), nil
		},
	})
}

// canBeLookedUp says whether lookupKey serves for the elements of a list.
func canBeLookedUp(list cty.Value) bool {
	return list.IsWhollyKnown() && list.LengthInt() > 0 && list.Type().ElementType().IsPrimitiveType()
}

// lookupKey returns what is the same for equal values of one primitive type, and for no others.
func lookupKey(value cty.Value) any {
	switch {
	case value.IsNull():
		return nil
	case value.Type() == cty.String:
		return value.AsString()
	case value.Type() == cty.Bool:
		return value.True()
	case value.AsBigFloat().Sign() == 0: // 0 and -0
		return 0
	default:
		return value.AsBigFloat().Text('p', 0) // exact
	}
}

func distinct(list cty.Value) cty.Value {
	seen := make(map[any]bool, list.LengthInt())
	var kept []cty.Value
	for _, element := range list.Elements() {
		if key := lookupKey(element); !seen[key] {
			seen[key] = true
			kept = append(kept, element)
		}
	}
	return cty.ListVal(kept)
}
