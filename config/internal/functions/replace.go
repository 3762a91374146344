package functions

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// replaceFunction takes what stands between two slashes as a regular expression, which cty has a second function for.
func replaceFunction() function.Function {
	return define(cty.String, func(args []cty.Value) (cty.Value, error) {
		result, err := replace(args[0].AsString(), args[1].AsString(), args[2].AsString())
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(result), nil
	}, param("str", cty.String), param("substr", cty.String), param("replace", cty.String))
}

func replace(source, wanted, replacement string) (string, error) {
	if isPattern(wanted) {
		return replaceMatches(source, wanted[1:len(wanted)-1], replacement)
	}
	count := strings.Count(source, wanted)
	if sum(len(source)-count*len(wanted), product(count, len(replacement))) > maxBytes {
		return "", errTooLong
	}
	return strings.ReplaceAll(source, wanted, replacement), nil
}

// isPattern says whether what is looked for is a regular expression.
func isPattern(wanted string) bool {
	return len(wanted) > 1 && strings.HasPrefix(wanted, "/") && strings.HasSuffix(wanted, "/")
}

// replaceMatches does what regexp.ReplaceAllString does, and stops when the result grows too long.
func replaceMatches(source, pattern, replacement string) (string, error) {
	if err := stepsWithin(pattern, source); err != nil {
		return "", err
	}
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return "", errNoPattern
	}
	matches, err := matchesWithin(expression, source)
	if err != nil {
		return "", err
	}
	references := strings.Count(replacement, "$")
	var result []byte
	end := 0
	for _, match := range matches {
		result = append(result, source[end:match[0]]...)
		if sum(len(result), len(replacement), product(references, match[1]-match[0])) > maxWorkBytes {
			return "", errTooLong
		}
		result = expression.ExpandString(result, replacement, source, match)
		end = match[1]
		if len(result) > maxBytes {
			return "", errTooLong
		}
	}
	return string(append(result, source[end:]...)), nil
}
