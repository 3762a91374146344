package functions

import (
	"errors"
	"math"
)

// The limits. They are far above what a configuration needs, and low enough that a function's work stays within some
// hundred megabytes and some seconds.
const (
	// maxBytes bounds the text of all arguments of a call together, and of its result.
	maxBytes = 8 << 20
	// maxWorkBytes bounds what a function may build before the result is measured exactly, by an estimate that may be
	// several times too high.
	maxWorkBytes = 64 << 20
	// maxYAMLBytes bounds the text that yamlencode writes, by an estimate of its indentation. Its encoder is slow.
	maxYAMLBytes = 4 << 20
	// maxElements bounds the elements, at all depths, of all arguments of a call together, and of its result.
	maxElements = 1_000_000
	// maxDepth bounds the nesting of values, and of the JSON and YAML that is decoded.
	maxDepth = 500
	// maxDecodeBytes bounds the text that is decoded as JSON, YAML or CSV, which becomes many times larger in memory.
	maxDecodeBytes = 1 << 20
	// maxNumberBits bounds the magnitude of numbers: their text is as long as their magnitude, not as their source.
	maxNumberBits = 1 << 14
	// maxNumberText bounds the text that is read as a number, which takes time quadratic in its length.
	maxNumberText = 1 << 14
	// maxComparisons bounds the comparisons of functions that compare each element with each.
	maxComparisons = 20_000_000
	// maxRegexSteps bounds the instructions of a regular expression times the length of the text it is applied to.
	maxRegexSteps = 200_000_000
)

var (
	errTooLong         = errors.New("the text is too long: functions handle at most 8 MiB in one call")
	errTooMany         = errors.New("there are too many elements: functions handle at most 1,000,000 in one call")
	errTooDeep         = errors.New("the value is nested too deeply: functions handle at most 500 levels")
	errTooLarge        = errors.New("the number is too large or too small: functions handle at most 16,384 bits")
	errTooMuchToRead   = errors.New("the text is too long: functions decode at most 1 MiB")
	errLongNumber      = errors.New("the text is too long for a number: at most 16,384 characters are read")
	errComparisons     = errors.New("the lists are too long: too many comparisons would be needed")
	errRegexSteps      = errors.New("the regular expression is too large for a text of this length")
	errOpaque          = errors.New("a provider or a component has no text")
	errCannotBeApplied = errors.New("the function cannot be applied to these arguments")
)

// product multiplies sizes without overflow: what is too large for an int is the largest int.
func product(sizes ...int) int {
	result := 1
	for _, size := range sizes {
		if size <= 0 {
			return 0
		}
		if result > math.MaxInt/size {
			return math.MaxInt
		}
		result *= size
	}
	return result
}

// sum adds sizes without overflow, as product multiplies them.
func sum(sizes ...int) int {
	result := 0
	for _, size := range sizes {
		if size > math.MaxInt-result {
			return math.MaxInt
		}
		result += size
	}
	return result
}
