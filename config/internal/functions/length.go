package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var errNoLength = errors.New("argument must be a string, a list, a set, a tuple, a map or an object")

// lengthFunction counts the characters of strings too, where cty's counts elements only. The result keeps the marks of
// the collection, not those of its elements.
func lengthFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{
			Name: "value", Type: cty.DynamicPseudoType,
			AllowDynamicType: true, AllowUnknown: true, AllowMarked: true,
		}},
		Type:         typeOfLength,
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			value, marks := args[0].Unmark()
			result, err := lengthOf(value)
			return result.WithMarks(marks), err
		},
	})
}

func typeOfLength(args []cty.Value) (cty.Type, error) {
	valueType := args[0].Type()
	if valueType == cty.String || valueType == cty.DynamicPseudoType || valueType.IsCollectionType() ||
		valueType.IsTupleType() || valueType.IsObjectType() {
		return cty.Number, nil
	}
	return cty.NilType, function.NewArgError(0, errNoLength)
}

// lengthOf knows the length of tuples and objects from their type, also while the value is unknown.
func lengthOf(value cty.Value) (cty.Value, error) {
	switch valueType := value.Type(); {
	case valueType == cty.DynamicPseudoType:
		return cty.UnknownVal(cty.Number), nil
	case valueType == cty.String:
		return stdlib.Strlen(value)
	case valueType.IsTupleType():
		return cty.NumberIntVal(int64(valueType.Length())), nil
	case valueType.IsObjectType():
		return cty.NumberIntVal(int64(len(valueType.AttributeTypes()))), nil
	default:
		return value.Length(), nil
	}
}
