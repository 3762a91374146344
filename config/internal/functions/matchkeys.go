package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

var (
	errKeysLength = errors.New("the list of keys must be as long as the list of values")
	errKeysType   = errors.New("the keys and the searched keys must have one type")
)

// matchKeysFunction keeps the values whose key is one of the searched ones.
func matchKeysFunction() function.Function {
	list := cty.List(cty.DynamicPseudoType)
	return function.New(&function.Spec{
		Params:       []function.Parameter{param("values", list), param("keys", list), param("searchset", list)},
		Type:         typeOfMatchKeys,
		RefineResult: notNull,
		Impl: func(args []cty.Value, result cty.Type) (cty.Value, error) {
			return matchKeys(args[0], args[1], args[2], result)
		},
	})
}

func typeOfMatchKeys(args []cty.Value) (cty.Type, error) {
	if common, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()}); common == cty.NilType {
		return cty.NilType, errKeysType
	}
	return args[0].Type(), nil
}

func matchKeys(values, keys, searched cty.Value, result cty.Type) (cty.Value, error) {
	if !values.IsWhollyKnown() || !keys.IsWhollyKnown() || !searched.IsWhollyKnown() {
		return cty.UnknownVal(result), nil
	}
	if values.LengthInt() != keys.LengthInt() {
		return cty.NilVal, errKeysLength
	}
	common, _ := convert.UnifyUnsafe([]cty.Type{keys.Type(), searched.Type()})
	keys, err := convert.Convert(keys, common)
	if err != nil {
		return cty.NilVal, err
	}
	searched, err = convert.Convert(searched, common)
	if err != nil {
		return cty.NilVal, err
	}
	return valuesOf(values, keys, searched, result)
}

func valuesOf(values, keys, searched cty.Value, result cty.Type) (cty.Value, error) {
	isSearched := searcher(searched)
	var kept []cty.Value
	for i, value := range values.Elements() {
		if isSearched(keys.Index(i)) {
			kept = append(kept, value)
		}
	}
	if len(kept) == 0 {
		return cty.ListValEmpty(result.ElementType()), nil
	}
	return cty.ListVal(kept), nil
}

// searcher returns what says whether a list holds a value.
func searcher(list cty.Value) func(cty.Value) bool {
	if !canBeLookedUp(list) {
		return func(wanted cty.Value) bool { return holds(list, wanted) }
	}
	keys := make(map[any]bool, list.LengthInt())
	for _, element := range list.Elements() {
		keys[lookupKey(element)] = true
	}
	return func(wanted cty.Value) bool { return keys[lookupKey(wanted)] }
}

func holds(list, wanted cty.Value) bool {
	for _, element := range list.Elements() {
		if equal := element.Equals(wanted); equal.IsKnown() && equal.True() {
			return true
		}
	}
	return false
}
