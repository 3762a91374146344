package functions

import (
	"math/big"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Check returns an error when the value is larger, deeper or, in its numbers, of greater magnitude than functions
// accept. It stops as soon as a limit is passed, so it is safe on a small value that refers to its parts many times
// over. Marks do not matter.
func Check(value cty.Value) error {
	var w weight
	return w.add(value, 0)
}

// Measure returns how many elements the value has at all depths, itself included, and the bytes of all text. The error is
// that of [Check]; the numbers are then those of the part that was measured.
func Measure(value cty.Value) (elements, bytes int, err error) {
	var w weight
	err = w.add(value, 0)
	return w.elements, w.bytes, err
}

// A weight measures values against the limits.
type weight struct {
	elements int // values at all depths
	bytes    int // the length of all text, numbers included
	breaks   int // blanks and newlines in text: where an encoder may start a line
	depth    int // the greatest depth
	opaque   int // values of capsule types
}

// weigh measures all values together.
func weigh(values ...cty.Value) (weight, error) {
	var w weight
	for _, value := range values {
		if err := w.add(value, 0); err != nil {
			return w, err
		}
	}
	return w, nil
}

func (w *weight) add(value cty.Value, depth int) error {
	value, _ = value.Unmark()
	if err := w.enter(depth); err != nil {
		return err
	}
	if value.IsNull() || !value.IsKnown() {
		return w.addType(value.Type(), depth)
	}
	switch valueType := value.Type(); {
	case valueType == cty.String:
		return w.addText(value.AsString())
	case valueType == cty.Number:
		return w.addNumber(value.AsBigFloat())
	case valueType.IsObjectType() || valueType.IsMapType():
		return w.addMapping(value, depth)
	case valueType.IsTupleType() || valueType.IsCollectionType():
		return w.addSequence(value, depth)
	case valueType.IsCapsuleType():
		w.opaque++
	}
	return nil
}

func (w *weight) addMapping(value cty.Value, depth int) error {
	if value.LengthInt() == 0 {
		return w.addType(value.Type(), depth)
	}
	for key, element := range value.Elements() {
		if err := w.addText(key.AsString()); err != nil {
			return err
		}
		if err := w.add(element, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *weight) addSequence(value cty.Value, depth int) error {
	// The iteration over a set sorts it first, all of it.
	length := value.LengthInt()
	if length > maxElements {
		return errTooMany
	}
	if length == 0 {
		return w.addType(value.Type(), depth)
	}
	for _, element := range value.Elements() {
		if err := w.add(element, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// addType measures the type of a value that has no parts of its own: functions walk it as they walk values.
func (w *weight) addType(valueType cty.Type, depth int) error {
	if err := w.enter(depth); err != nil {
		return err
	}
	switch {
	case valueType.IsCapsuleType():
		w.opaque++
	case valueType.IsCollectionType():
		return w.addType(valueType.ElementType(), depth+1)
	case valueType.IsTupleType():
		for _, element := range valueType.TupleElementTypes() {
			if err := w.addType(element, depth+1); err != nil {
				return err
			}
		}
	case valueType.IsObjectType():
		for name, attribute := range valueType.AttributeTypes() {
			if err := w.addText(name); err != nil {
				return err
			}
			if err := w.addType(attribute, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *weight) enter(depth int) error {
	w.elements++
	w.depth = max(w.depth, depth)
	if w.elements > maxElements {
		return errTooMany
	}
	if depth > maxDepth {
		return errTooDeep
	}
	return nil
}

func (w *weight) addText(text string) error {
	w.bytes += len(text)
	if w.bytes > maxBytes {
		return errTooLong
	}
	w.breaks += strings.Count(text, "\n") + strings.Count(text, " ")
	return nil
}

// addNumber counts the digits that the number has when it is written out without an exponent.
func (w *weight) addNumber(number *big.Float) error {
	exponent := number.MantExp(nil)
	if number.IsInf() || exponent > maxNumberBits || -exponent > maxNumberBits {
		return errTooLarge
	}
	bits := max(exponent, int(number.MinPrec())) + max(-exponent, 0)
	if bits > 2*maxNumberBits {
		return errTooLarge
	}
	const bitsPerDigit = 3
	w.bytes += 3 + bits/bitsPerDigit
	if w.bytes > maxBytes {
		return errTooLong
	}
	return nil
}
