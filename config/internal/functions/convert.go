package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// conversionTo makes tostring and its like. Marks of elements stay with the elements as far as the new type allows;
// those of cty's go to the result as a whole.
func conversionTo(wanted cty.Type) function.Function {
	unmarked := stdlib.MakeToFunc(wanted)
	return function.New(&function.Spec{
		Params: []function.Parameter{{
			Name: "v", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true, AllowMarked: true,
		}},
		Type: unmarked.ReturnTypeForValues,
		Impl: func(args []cty.Value, result cty.Type) (cty.Value, error) {
			converted, err := convert.Convert(args[0], result)
			if err != nil {
				_, err = unmarked.Call(args) // for its message, which is meant for this conversion
			}
			return converted, err
		},
	})
}
