package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// param is a parameter as cty treats it by itself: nulls are refused, an unknown argument makes the result unknown, and
// marks go to the result.
func param(name string, valueType cty.Type) function.Parameter {
	return function.Parameter{Name: name, Type: valueType}
}

// define makes a function with a result of one type that is never null.
func define(result cty.Type, implement func(args []cty.Value) (cty.Value, error),
	params ...function.Parameter,
) function.Function {
	return function.New(&function.Spec{
		Params:       params,
		Type:         function.StaticReturnType(result),
		RefineResult: notNull,
		Impl:         func(args []cty.Value, _ cty.Type) (cty.Value, error) { return implement(args) },
	})
}

// onText makes a function of one string to a string.
func onText(apply func(string) (string, error)) function.Function {
	return define(cty.String, func(args []cty.Value) (cty.Value, error) {
		result, err := apply(args[0].AsString())
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(result), nil
	}, param("str", cty.String))
}

func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }
