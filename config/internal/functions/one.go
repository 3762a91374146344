package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var errNotOne = errors.New("must be a list, a set or a tuple with no element or one")

// oneFunction turns a collection of at most one element into that element, or null.
func oneFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{param("list", cty.DynamicPseudoType)},
		Type:   typeOfOne,
		Impl: func(args []cty.Value, result cty.Type) (cty.Value, error) {
			return onlyElement(args[0], result)
		},
	})
}

func typeOfOne(args []cty.Value) (cty.Type, error) {
	switch from := args[0].Type(); {
	case from.IsListType() || from.IsSetType():
		return from.ElementType(), nil
	case from.IsTupleType() && from.Length() == 0:
		return cty.DynamicPseudoType, nil
	case from.IsTupleType() && from.Length() == 1:
		return from.TupleElementType(0), nil
	}
	return cty.NilType, function.NewArgError(0, errNotOne)
}

func onlyElement(collection cty.Value, result cty.Type) (cty.Value, error) {
	count := collection.Length()
	if !count.IsKnown() {
		return cty.UnknownVal(result), nil
	}
	if count.RawEquals(cty.Zero) {
		return cty.NullVal(result), nil
	}
	if !count.RawEquals(cty.NumberIntVal(1)) {
		return cty.NilVal, function.NewArgError(0, errNotOne)
	}
	for _, element := range collection.Elements() {
		return element, nil
	}
	return cty.NullVal(result), nil
}
