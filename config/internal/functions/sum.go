package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

var (
	errSumOfNoList = errors.New("must be a list, a set or a tuple of numbers")
	errSumEmpty    = errors.New("an empty list has no sum")
	errSumNull     = errors.New("null cannot be added")
)

// sumFunction adds the elements of a collection, each converted to a number.
func sumFunction() function.Function {
	return define(cty.Number, func(args []cty.Value) (cty.Value, error) { return sumOf(args[0]) },
		param("list", cty.DynamicPseudoType))
}

func sumOf(list cty.Value) (cty.Value, error) {
	listType := list.Type()
	if !listType.IsListType() && !listType.IsSetType() && !listType.IsTupleType() {
		return cty.NilVal, function.NewArgError(0, errSumOfNoList)
	}
	if !list.IsWhollyKnown() {
		return cty.UnknownVal(cty.Number), nil
	}
	if list.LengthInt() == 0 {
		return cty.NilVal, function.NewArgError(0, errSumEmpty)
	}
	total := cty.Zero
	for _, element := range list.Elements() {
		number, err := summand(element)
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		total = total.Add(number)
	}
	return total, nil
}

func summand(element cty.Value) (cty.Value, error) {
	if element.IsNull() {
		return cty.NilVal, errSumNull
	}
	if tooLongForNumber(element) {
		return cty.NilVal, errLongNumber
	}
	number, err := convert.Convert(element, cty.Number)
	if err != nil {
		return cty.NilVal, errSumOfNoList
	}
	return number, nil
}
