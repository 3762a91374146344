package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// allTrueFunction counts null as false.
func allTrueFunction() function.Function {
	return define(cty.Bool, func(args []cty.Value) (cty.Value, error) {
		return search(args[0], cty.False), nil
	}, param("list", cty.List(cty.Bool)))
}

// anyTrueFunction counts null as false.
func anyTrueFunction() function.Function {
	return define(cty.Bool, func(args []cty.Value) (cty.Value, error) {
		return search(args[0], cty.True), nil
	}, param("list", cty.List(cty.Bool)))
}

// search returns deciding if the list holds it, unknown if it might, and its opposite if it does not.
func search(list, deciding cty.Value) cty.Value {
	undecided := false
	for _, element := range list.Elements() {
		if element.IsNull() {
			element = cty.False
		}
		if !element.IsKnown() {
			undecided = true
			continue
		}
		if element.RawEquals(deciding) {
			return deciding
		}
	}
	if undecided {
		return cty.UnknownVal(cty.Bool)
	}
	return deciding.Not()
}
