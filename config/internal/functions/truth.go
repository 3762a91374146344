package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// allTrueFunction counts null as false. It stops at the first element that is unknown.
func allTrueFunction() function.Function {
	return define(cty.Bool, func(args []cty.Value) (cty.Value, error) {
		for _, element := range args[0].Elements() {
			if !element.IsKnown() {
				return cty.UnknownVal(cty.Bool), nil
			}
			if element.IsNull() || element.False() {
				return cty.False, nil
			}
		}
		return cty.True, nil
	}, param("list", cty.List(cty.Bool)))
}

// anyTrueFunction counts null as false. One true element decides, whatever is unknown.
func anyTrueFunction() function.Function {
	return define(cty.Bool, func(args []cty.Value) (cty.Value, error) {
		result := cty.False
		for _, element := range args[0].Elements() {
			switch {
			case !element.IsKnown():
				result = cty.UnknownVal(cty.Bool)
			case !element.IsNull() && element.True():
				return cty.True, nil
			}
		}
		return result, nil
	}, param("list", cty.List(cty.Bool)))
}
