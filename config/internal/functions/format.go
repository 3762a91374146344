package functions

import (
	"github.com/zclconf/go-cty/cty"
)

// formatted bounds the text that format makes, by the widths and precisions that its verbs ask for, and by how often
// they can repeat an argument.
func formatted(args []cty.Value) error {
	if err := withText(args); err != nil {
		return err
	}
	pattern, known := text(args[0])
	if !known {
		return nil
	}
	if estimate(pattern, args[1:], false) > maxWorkBytes {
		return errTooLong
	}
	return nil
}

// formattedList bounds the text that formatlist makes, which formats once for each element of its longest list.
func formattedList(args []cty.Value) error {
	if err := withText(args); err != nil {
		return err
	}
	pattern, known := text(args[0])
	if !known {
		return nil
	}
	rounds := 1
	for _, arg := range args[1:] {
		rounds = max(rounds, length(arg))
	}
	if product(rounds, estimate(pattern, args[1:], true)) > maxWorkBytes {
		return errTooLong
	}
	return nil
}

// estimate returns a size that the formatted text does not exceed: each verb writes its largest argument, and each
// number in the pattern is a width.
func estimate(pattern string, args []cty.Value, byElement bool) int {
	largest := 0
	for _, arg := range args {
		largest = max(largest, largestText(arg, byElement))
	}
	verbs, widths := 0, 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '%':
			verbs++
		case c >= '0' && c <= '9':
			width, digits := leadingNumber(pattern[i:])
			widths = sum(widths, width)
			i += digits - 1
		}
	}
	return sum(len(pattern), widths, product(verbs, largest))
}

// largestText returns a size that the text of the argument, or of each of its elements, does not exceed.
func largestText(arg cty.Value, byElement bool) int {
	arg, _ = arg.Unmark()
	if !byElement || length(arg) == 0 || arg.Type().IsMapType() || arg.Type().IsObjectType() {
		return encodedSize(arg)
	}
	largest := 0
	for _, element := range arg.Elements() {
		largest = max(largest, encodedSize(element))
	}
	return largest
}

// encodedSize returns a size that the value as text or as JSON does not exceed: a byte becomes six in \u0000, and an
// element stands with quotes, a colon and a comma.
func encodedSize(value cty.Value) int {
	size, err := weigh(value)
	if err != nil {
		return maxWorkBytes
	}
	if value, _ = value.Unmark(); value.Type().IsPrimitiveType() {
		return 2*size.bytes + len("false")
	}
	return 6*(size.bytes+size.elements) + len("null")
}

// leadingNumber returns the number that the text begins with, cut off at a size that no limit allows, and the count of
// its digits.
func leadingNumber(source string) (number, digits int) {
	for digits < len(source) && source[digits] >= '0' && source[digits] <= '9' {
		number = min(10*number+int(source[digits]-'0'), maxWorkBytes+1)
		digits++
	}
	return number, digits
}
