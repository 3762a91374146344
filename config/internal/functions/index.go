package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var (
	errIndexOfNoList = errors.New("a list or a tuple is required")
	errIndexEmpty    = errors.New("an empty list holds no element to find")
	errNotFound      = errors.New("no element of the list equals the value")
)

// indexFunction finds the place of a value; cty's function of the name finds the value at a place.
func indexFunction() function.Function {
	return define(cty.Number, func(args []cty.Value) (cty.Value, error) { return indexOf(args[0], args[1]) },
		param("list", cty.DynamicPseudoType), param("value", cty.DynamicPseudoType))
}

func indexOf(list, wanted cty.Value) (cty.Value, error) {
	if !list.Type().IsListType() && !list.Type().IsTupleType() {
		return cty.NilVal, function.NewArgError(0, errIndexOfNoList)
	}
	if list.LengthInt() == 0 {
		return cty.NilVal, errIndexEmpty
	}
	for index, element := range list.Elements() {
		equal := element.Equals(wanted)
		if !equal.IsKnown() {
			return cty.UnknownVal(cty.Number), nil
		}
		if equal.True() {
			return index, nil
		}
	}
	return cty.NilVal, errNotFound
}
