package functions

import (
	"errors"
	"regexp"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// A precheck refuses, before a function is called, arguments from which it would build too much. The arguments have
// the types of the parameters; they may be null, unknown and marked, and keep to the limits themselves.
type precheck func(args []cty.Value) error

// guarded returns a function that does what the given one does, within the limits. Its parameters accept any value,
// because both HCL's conversion of arguments and cty's handling of marks walk and copy them before the function is
// asked: guarded does so itself, after it has measured them.
func guarded(inner function.Function, check precheck) function.Function {
	params, varParam := inner.Params(), inner.VarParam()
	if takesExpressions(params, varParam) {
		return inner // What the expressions call is guarded by itself.
	}
	spec := &function.Spec{
		Params: make([]function.Parameter, len(params)),
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result, err := callWithin(inner, params, varParam, check, args)
			return result, withoutQuotes(err)
		},
	}
	for i, param := range params {
		spec.Params[i] = anyArgument(param.Name)
	}
	if varParam != nil {
		param := anyArgument(varParam.Name)
		spec.VarParam = &param
	}
	return function.New(spec)
}

// takesExpressions says whether the function takes expressions instead of values, as try does.
func takesExpressions(params []function.Parameter, varParam *function.Parameter) bool {
	return len(params) > 0 && params[0].Type == customdecode.ExpressionClosureType ||
		varParam != nil && varParam.Type == customdecode.ExpressionClosureType
}

func anyArgument(name string) function.Parameter {
	return function.Parameter{
		Name: name, Type: cty.DynamicPseudoType,
		AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
	}
}

func callWithin(inner function.Function, params []function.Parameter, varParam *function.Parameter, check precheck,
	args []cty.Value,
) (cty.Value, error) {
	if _, err := weigh(args...); err != nil {
		return cty.NilVal, err
	}
	args, err := convertAll(args, params, varParam)
	if err != nil {
		return cty.NilVal, err
	}
	if check != nil {
		if err := check(args); err != nil {
			return cty.NilVal, err
		}
	}
	result, err := inner.Call(args)
	if err != nil {
		return cty.NilVal, withoutStack(err)
	}
	return result, Check(result)
}

// convertAll converts arguments to the types of their parameters, as HCL would have done.
func convertAll(args []cty.Value, params []function.Parameter, varParam *function.Parameter) ([]cty.Value, error) {
	converted := make([]cty.Value, len(args))
	for i, arg := range args {
		param := varParam
		if i < len(params) {
			param = &params[i]
		}
		if param.Type == cty.Number && tooLongForNumber(arg) {
			return nil, function.NewArgError(i, errLongNumber)
		}
		value, err := convert.Convert(arg, param.Type)
		if err != nil {
			return nil, function.NewArgError(i, err)
		}
		converted[i] = value
	}
	return converted, nil
}

// withoutStack replaces the error of a function that panicked, whose message holds a stack trace.
func withoutStack(err error) error {
	if panicked := (function.PanicError{}); errors.As(err, &panicked) {
		return errCannotBeApplied
	}
	return err
}

// quotedText matches what stands in quotes of any kind.
var quotedText = regexp.MustCompile("(?s)\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|'[^']*'")

// withoutQuotes leaves out what an error quotes: it is an argument, or a part of one, and that may be a secret.
func withoutQuotes(err error) error {
	if err == nil || !quotedText.MatchString(err.Error()) {
		return err
	}
	bare := errors.New(quotedText.ReplaceAllLiteralString(err.Error(), `"…"`))
	if arg := (function.ArgError{}); errors.As(err, &arg) {
		return function.NewArgError(arg.Index, bare)
	}
	return bare
}

// text returns the text of a string argument, whatever its marks, and whether there is one.
func text(value cty.Value) (string, bool) {
	value, _ = value.Unmark()
	if value.Type() != cty.String || value.IsNull() || !value.IsKnown() {
		return "", false
	}
	return value.AsString(), true
}

// length returns the number of elements of a collection, tuple or object, whatever its marks, and 0 for other values.
func length(value cty.Value) int {
	value, _ = value.Unmark()
	if value.IsNull() || !value.IsKnown() || !value.CanIterateElements() {
		return 0
	}
	return value.LengthInt()
}

func tooLongForNumber(value cty.Value) bool {
	source, ok := text(value)
	return ok && len(source) > maxNumberText
}
