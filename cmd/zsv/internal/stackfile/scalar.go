package stackfile

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// What a plain scalar of YAML means is decided as ZenML does it, whose library follows YAML 1.1: yes and on are booleans,
// 010 is eight, and 1e3 is a text. The package for YAML that zsv has follows YAML 1.2 there.
var (
	yes   = []string{"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}
	no    = []string{"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}
	nulls = []string{"", "~", "null", "Null", "NULL"}
)

var wholeNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|(0[0-7_]+)|(0|[1-9][0-9_]*)|` +
		`([1-9][0-9_]*(?::[0-5]?[0-9])+))$`)
})

var fractionNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$`)
})

var noNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
})

var sixtiesNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([-+]?)([0-9][0-9_]*(?::[0-5]?[0-9])+)\.([0-9_]*)$`)
})

// plainScalar returns what a scalar without quotes means.
func (r *reader) plainScalar(text string, at Place) Value {
	switch {
	case slices.Contains(nulls, text):
		return Value{Place: at}
	case slices.Contains(yes, text):
		return Value{Kind: Bool, Text: "true", Place: at}
	case slices.Contains(no, text):
		return Value{Kind: Bool, Text: "false", Place: at}
	case wholeNumber().MatchString(text):
		digits, ok := whole(text)
		return r.number(text, digits, ok, at)
	case fractionNumber().MatchString(text):
		digits, ok := hclNumber(strings.ReplaceAll(text, "_", ""))
		return r.number(text, digits, ok, at)
	case sixtiesNumber().MatchString(text):
		digits, ok := sixtiesWithFraction(text)
		return r.number(text, digits, ok, at)
	case noNumber().MatchString(text):
		return r.number(text, "", false, at)
	}
	return r.str(text, at)
}

func whole(text string) (string, bool) {
	match := wholeNumber().FindStringSubmatch(text)
	for i := range match {
		match[i] = strings.ReplaceAll(match[i], "_", "")
	}
	sign, binary, hex, octal, decimal, sixties := match[1], match[2], match[3], match[4], match[5], match[6]
	switch {
	case binary != "":
		return inBase(sign, binary, 2)
	case hex != "":
		return inBase(sign, hex, 16)
	case octal != "":
		return inBase(sign, octal, 8)
	case sixties != "":
		return inSixties(sign, sixties)
	}
	return hclNumber(sign + decimal)
}

// sixtiesWithFraction returns a number in base sixty whose last place has decimals.
func sixtiesWithFraction(text string) (string, bool) {
	match := sixtiesNumber().FindStringSubmatch(strings.ReplaceAll(text, "_", ""))
	whole, ok := inSixties("", match[2])
	if !ok {
		return "", false
	}
	return hclNumber(match[1] + whole + "." + match[3])
}

// number makes a Number, or of one that HCL does not have a String.
func (r *reader) number(text, digits string, ok bool, at Place) Value {
	if ok {
		return Value{Kind: Number, Text: digits, Place: at}
	}
	v := r.str(text, at)
	v.oddity = "HCL has no such number, so it is written as a string"
	return v
}
