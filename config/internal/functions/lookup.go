package functions

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

var (
	errLookupArguments = errors.New("lookup takes two or three arguments")
	errLookupMap       = errors.New("a map or an object is required as the first argument")
	errLookupDefault   = errors.New("the default value must have the type of the map's elements")
)

// lookupFunction takes its default as an optional argument, which cty's insists on, and answers from a map of which
// other elements are unknown. The result carries the marks of the map and of the key, and those of the element or of
// the default, whichever it is.
func lookupFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "inputMap", Type: cty.DynamicPseudoType, AllowMarked: true},
			{Name: "key", Type: cty.String, AllowMarked: true},
		},
		VarParam: &function.Parameter{
			Name: "default", Type: cty.DynamicPseudoType,
			AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
		},
		Type: typeOfLookup,
		Impl: lookUp,
	})
}

func typeOfLookup(args []cty.Value) (cty.Type, error) {
	if len(args) > 3 {
		return cty.NilType, errLookupArguments
	}
	switch from := args[0].Type(); {
	case from.IsObjectType():
		return typeOfAttribute(args)
	case from.IsMapType():
		return typeOfElement(args)
	default:
		return cty.NilType, function.NewArgError(0, errLookupMap)
	}
}

func typeOfAttribute(args []cty.Value) (cty.Type, error) {
	if !args[1].IsKnown() {
		return cty.DynamicPseudoType, nil
	}
	key, _ := args[1].Unmark()
	name := key.AsString()
	if args[0].Type().HasAttribute(name) {
		return args[0].Type().AttributeType(name), nil
	}
	if len(args) == 3 {
		return args[2].Type(), nil
	}
	return cty.NilType, function.NewArgError(0, notThere(name))
}

func typeOfElement(args []cty.Value) (cty.Type, error) {
	element := args[0].Type().ElementType()
	if len(args) == 3 {
		if element == cty.Number && tooLongForNumber(args[2]) {
			return cty.NilType, function.NewArgError(2, errLongNumber)
		}
		if _, err := convert.Convert(args[2], element); err != nil {
			return cty.NilType, function.NewArgError(2, errLookupDefault)
		}
	}
	return element, nil
}

func lookUp(args []cty.Value, result cty.Type) (cty.Value, error) {
	from, mapMarks := args[0].Unmark()
	key, keyMarks := args[1].Unmark()
	if !from.IsKnown() {
		return cty.UnknownVal(result).WithMarks(mapMarks, keyMarks), nil
	}
	found, err := elementOrDefault(from, key, args[2:], result)
	if err != nil {
		return cty.NilVal, err
	}
	return found.WithMarks(mapMarks, keyMarks), nil
}

func elementOrDefault(from, key cty.Value, fallback []cty.Value, result cty.Type) (cty.Value, error) {
	name := key.AsString()
	switch {
	case from.Type().IsObjectType() && from.Type().HasAttribute(name):
		return from.GetAttr(name), nil
	case from.Type().IsMapType() && from.HasIndex(key).True():
		return from.Index(key), nil
	case len(fallback) > 0:
		return convert.Convert(fallback[0], result)
	}
	return cty.NilVal, notThere(name)
}

func notThere(name string) error {
	return fmt.Errorf("there is no element %q, and no default was given", shorten(name))
}

// shorten keeps a name in a message to a length that can be read.
func shorten(name string) string {
	const most = 64
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return name
}
