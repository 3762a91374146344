package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

var (
	errNoCommonType = errors.New("all arguments must have one type")
	errAllEmpty     = errors.New("every argument is null or an empty string")
)

// coalesceFunction passes over empty strings too, where cty's passes over nulls only. Which argument is taken depends
// on all before it, so the result carries the marks of all.
func coalesceFunction() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{
			Name: "vals", Type: cty.DynamicPseudoType,
			AllowUnknown: true, AllowDynamicType: true, AllowNull: true,
		},
		Type:         typeOfCoalesce,
		RefineResult: notNull,
		Impl:         coalesce,
	})
}

func typeOfCoalesce(args []cty.Value) (cty.Type, error) {
	types := make([]cty.Type, len(args))
	for i, arg := range args {
		types[i] = arg.Type()
	}
	common, _ := convert.UnifyUnsafe(types)
	if common == cty.NilType {
		return cty.NilType, errNoCommonType
	}
	return common, nil
}

func coalesce(args []cty.Value, common cty.Type) (cty.Value, error) {
	for _, arg := range args {
		value, err := convert.Convert(arg, common)
		if err != nil {
			return cty.NilVal, err
		}
		if !value.IsKnown() {
			return cty.UnknownVal(common), nil
		}
		if value.IsNull() || common == cty.String && value.AsString() == "" {
			continue
		}
		return value, nil
	}
	return cty.NilVal, errAllEmpty
}
