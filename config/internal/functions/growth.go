package functions

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var errNull = errors.New("argument must not be null")

// The prechecks of functions of cty's whose result grows faster than their arguments.

// indented bounds the blanks that indent inserts.
func indented(args []cty.Value) error {
	spaces, known := integer(args[0])
	source, _ := text(args[1])
	if !known {
		return nil
	}
	if spaces > maxBytes || sum(len(source), product(spaces, 1+strings.Count(source, "\n"))) > maxWorkBytes {
		return errTooLong
	}
	return nil
}

// joined bounds the separators that join inserts.
func joined(args []cty.Value) error {
	separator, _ := text(args[0])
	count := 0
	for _, list := range args[1:] {
		count += length(list)
	}
	if product(count, len(separator)) > maxBytes {
		return errTooLong
	}
	return nil
}

// parted bounds the parts that split makes.
func parted(args []cty.Value) error {
	separator, _ := text(args[0])
	source, known := text(args[1])
	if known && strings.Count(source, separator) > maxElements {
		return errTooMany
	}
	return nil
}

// multiplied bounds the tuples that setproduct makes.
func multiplied(args []cty.Value) error {
	tuples := 1
	for _, arg := range args {
		tuples = product(tuples, length(arg))
	}
	if product(tuples, len(args)+1) > maxElements {
		return errTooMany
	}
	return nil
}

// comparedWithItself bounds the comparisons of distinct, which compares each element of a list with each.
func comparedWithItself(args []cty.Value) error {
	return comparisonsWithin(args[0], args[0])
}

// comparedWithKeys bounds the comparisons of matchkeys.
func comparedWithKeys(args []cty.Value) error {
	return comparisonsWithin(args[1], args[2])
}

func comparisonsWithin(a, b cty.Value) error {
	if comparisons(a, b) > maxComparisons {
		return errComparisons
	}
	return nil
}

// comparisons counts what is compared when each element of a is compared with each of b, which may be large. Primitive
// ones are looked up.
func comparisons(a, b cty.Value) int {
	size, _ := weigh(b)
	if hasPrimitiveElements(b.Type()) {
		return length(a) + size.elements
	}
	return product(length(a), size.elements)
}

func hasPrimitiveElements(sequence cty.Type) bool {
	switch {
	case sequence.IsListType() || sequence.IsSetType():
		return sequence.ElementType().IsPrimitiveType()
	case sequence.IsTupleType(): // which becomes a list
		return !slices.ContainsFunc(sequence.TupleElementTypes(), func(t cty.Type) bool { return !t.IsPrimitiveType() })
	}
	return false
}

// withText refuses values that hold a provider or a component: cty would write out what is inside.
func withText(args []cty.Value) error {
	size, err := weigh(args...)
	if err != nil {
		return err
	}
	if size.opaque > 0 {
		return errOpaque
	}
	return nil
}

// notForNull refuses a null as what contains searches for, as Terraform does; cty's newer function takes it.
func notForNull(args []cty.Value) error {
	if args[1].IsNull() {
		return function.NewArgError(1, errNull)
	}
	return nil
}

// shortNumber bounds the text that is read as a number.
func shortNumber(args []cty.Value) error {
	if tooLongForNumber(args[0]) {
		return errLongNumber
	}
	return nil
}

// integer returns a number argument as an int, cut off at what an int holds, and whether there is one.
func integer(value cty.Value) (int, bool) {
	value, _ = value.Unmark()
	if value.Type() != cty.Number || value.IsNull() || !value.IsKnown() {
		return 0, false
	}
	number, _ := value.AsBigFloat().Int64()
	return int(min(max(number, math.MinInt32), math.MaxInt32)), true
}
