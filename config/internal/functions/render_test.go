package functions_test

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// render writes a value on one line as Terraform's console shows it: with its kind of collection, and with a word for
// what is unknown or sensitive.
func render(value cty.Value) string {
	switch valueType := value.Type(); {
	case !value.IsKnown():
		return unknownWord
	case value.HasMark(functions.Sensitive):
		return sensitiveWord
	case value.IsNull():
		return renderNull(valueType)
	case valueType == cty.String:
		return renderText(value.AsString())
	case valueType == cty.Number:
		return value.AsBigFloat().Text('g', 40)
	case valueType == cty.Bool:
		return fmt.Sprint(value.True())
	case valueType.IsListType():
		return "tolist(" + renderSequence(value) + ")"
	case valueType.IsSetType():
		return "toset(" + renderSequence(value) + ")"
	case valueType.IsTupleType():
		return renderSequence(value)
	case valueType.IsMapType():
		return "tomap(" + renderMapping(value) + ")"
	default:
		return renderMapping(value)
	}
}

// renderText leaves the two words bare that stand for what the console does not print.
func renderText(text string) string {
	if text == unknownWord || text == sensitiveWord || text == failed {
		return text
	}
	return fmt.Sprintf("%q", text)
}

func renderNull(valueType cty.Type) string {
	switch valueType {
	case cty.String:
		return "tostring(null)"
	case cty.Number:
		return "tonumber(null)"
	case cty.Bool:
		return "tobool(null)"
	}
	return "null"
}

func renderSequence(value cty.Value) string {
	var elements []string
	for _, element := range value.Elements() {
		elements = append(elements, render(element))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

func renderMapping(value cty.Value) string {
	var elements []string
	for key, element := range value.Elements() {
		elements = append(elements, fmt.Sprintf("%q = %s", key.AsString(), render(element)))
	}
	return "{" + strings.Join(elements, ", ") + "}"
}
