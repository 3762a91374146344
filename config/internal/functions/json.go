package functions

import (
	"github.com/zclconf/go-cty/cty"
)

// shortSource bounds the text that a function decodes.
func shortSource(args []cty.Value) error {
	if source, ok := text(args[0]); ok && len(source) > maxDecodeBytes {
		return errTooMuchToRead
	}
	return nil
}

// flatJSON bounds the nesting of the text that jsondecode is given: cty's decoder calls itself for each level.
func flatJSON(args []cty.Value) error {
	if err := shortSource(args); err != nil {
		return err
	}
	source, _ := text(args[0])
	if deepJSON(source) {
		return errTooDeep
	}
	return nil
}

// deepJSON counts brackets outside strings. Where the text is no JSON it may say anything, as its decoder stops there.
func deepJSON(source string) bool {
	depth, inString := 0, false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == '[' || c == '{'):
			depth++
		case !inString && (c == ']' || c == '}'):
			depth--
		}
		if depth > maxDepth {
			return true
		}
	}
	return false
}
