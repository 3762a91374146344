package functions

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

	"github.com/zclconf/go-cty/cty"
)

var errNoPattern = errors.New("the regular expression cannot be read")

// readPattern says why a regular expression cannot be read, without the part of it that is wrong.
func readPattern(pattern string) (*syntax.Regexp, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if wrong := (*syntax.Error)(nil); errors.As(err, &wrong) {
		return nil, fmt.Errorf("%w: %s", errNoPattern, wrong.Code)
	}
	return parsed, err
}

// matched bounds the work of regex.
func matched(args []cty.Value) error {
	pattern, knownPattern := text(args[0])
	source, _ := text(args[1])
	if !knownPattern {
		return nil
	}
	return stepsWithin(pattern, source)
}

// matchedAll bounds the work of regexall, and its result.
func matchedAll(args []cty.Value) error {
	if err := matched(args); err != nil {
		return err
	}
	pattern, _ := text(args[0])
	source, _ := text(args[1])
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return errNoPattern
	}
	if product(len(source)+1, expression.NumSubexp()+1) <= maxElements {
		return nil
	}
	_, err = matchesWithin(expression, source)
	return err
}

// stepsWithin refuses a pattern that cannot be read, or is too large for the length of the text.
func stepsWithin(pattern, source string) error {
	parsed, err := readPattern(pattern)
	if err != nil {
		return err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return errNoPattern
	}
	if product(len(program.Inst), len(source)) > maxRegexSteps {
		return errRegexSteps
	}
	return nil
}

// matchesWithin finds all matches, each with its groups, unless they are too many to hold.
func matchesWithin(expression *regexp.Regexp, source string) ([][]int, error) {
	most := maxElements / (expression.NumSubexp() + 1)
	matches := expression.FindAllStringSubmatchIndex(source, most+1)
	if len(matches) > most {
		return nil, errTooMany
	}
	return matches, nil
}
