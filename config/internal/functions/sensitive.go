package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

type mark string

// Sensitive marks values that no output may show: those of sensitive variables, and what the function sensitive is
// given. Test for it with HasMark and the like.
const Sensitive = mark("sensitive")

func sensitiveFunction() function.Function {
	return onAnything(func(value cty.Value) cty.Value { return value.Mark(Sensitive) })
}

func nonSensitiveFunction() function.Function {
	return onAnything(func(value cty.Value) cty.Value {
		value, marks := value.Unmark()
		return value.WithMarks(without(marks))
	})
}

// isSensitiveFunction asks for the mark on the value itself, as Terraform does, not within it.
func isSensitiveFunction() function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{anyArgument("value")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			value, marks := args[0].Unmark()
			return isSensitive(value, marks).WithMarks(without(marks)), nil
		},
	})
}

// isSensitive does not know of an unknown value without the mark, which may still be found to be sensitive.
func isSensitive(value cty.Value, marks cty.ValueMarks) cty.Value {
	if _, marked := marks[Sensitive]; marked {
		return cty.True
	}
	if !value.IsKnown() {
		return cty.UnknownVal(cty.Bool)
	}
	return cty.False
}

// without returns the marks other than Sensitive.
func without(marks cty.ValueMarks) cty.ValueMarks {
	others := make(cty.ValueMarks, len(marks))
	for m := range marks {
		if m != Sensitive {
			others[m] = struct{}{}
		}
	}
	return others
}

// onAnything makes a function that keeps the type of its argument.
func onAnything(apply func(cty.Value) cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyArgument("value")},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return apply(args[0]), nil },
	})
}
