package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var errTransposeNull = errors.New("null cannot become a key")

// transposeFunction swaps the keys and the values of a map of lists of strings.
func transposeFunction() function.Function {
	lists := cty.Map(cty.List(cty.String))
	return define(lists, func(args []cty.Value) (cty.Value, error) { return transposed(args[0]) },
		param("values", lists))
}

func transposed(lists cty.Value) (cty.Value, error) {
	if !lists.IsWhollyKnown() {
		return cty.UnknownVal(lists.Type()), nil
	}
	keysOf := make(map[string][]cty.Value)
	for key, list := range lists.Elements() {
		if list.IsNull() {
			return cty.NilVal, errTransposeNull
		}
		for _, element := range list.Elements() {
			if element.IsNull() {
				return cty.NilVal, errTransposeNull
			}
			keysOf[element.AsString()] = append(keysOf[element.AsString()], key)
		}
	}
	result := make(map[string]cty.Value, len(keysOf))
	for element, keys := range keysOf {
		result[element] = cty.ListVal(keys)
	}
	if len(result) == 0 {
		return cty.MapValEmpty(cty.List(cty.String)), nil
	}
	return cty.MapVal(result), nil
}
