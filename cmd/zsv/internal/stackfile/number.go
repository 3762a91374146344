package stackfile

import (
	"math/big"
	"strconv"
	"strings"
)

// mostDigits is how many digits of a number HCL keeps for sure: it calculates in 512 bits.
const mostDigits = 150

// hclNumber returns a number in decimals as HCL takes them: digits before and behind the point, no plus sign. ok is false
// for what no number of HCL is exactly.
func hclNumber(text string) (digits string, ok bool) {
	sign := ""
	switch {
	case strings.HasPrefix(text, "-"):
		sign, text = "-", text[1:]
	case strings.HasPrefix(text, "+"):
		text = text[1:]
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, hasPoint := strings.Cut(mantissa, ".")
	if !allDigits(whole+fraction) || len(whole)+len(fraction) > mostDigits {
		return "", false
	}
	if whole == "" {
		whole = "0"
	}
	digits = sign + withoutZeros(whole)
	if hasPoint {
		if fraction == "" {
			fraction = "0"
		}
		digits += "." + fraction
	}
	if hasExponent {
		digits += "e" + exponent
	}
	// Python has no larger ones: they are infinite there.
	_, err := strconv.ParseFloat(digits, 64)
	return digits, err == nil || !hasPoint && !hasExponent
}

func allDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func withoutZeros(digits string) string {
	if short := strings.TrimLeft(digits, "0"); short != "" {
		return short
	}
	return "0"
}

// inBase returns a whole number that is written in another base, in decimals.
func inBase(sign, digits string, base int) (string, bool) {
	n, ok := new(big.Int).SetString(digits, base)
	if !ok {
		return "", false
	}
	if sign == "-" {
		n.Neg(n)
	}
	return hclNumber(n.String())
}

// inSixties returns a number in base sixty, as in 1:30:00, which YAML 1.1 has.
func inSixties(sign, text string) (string, bool) {
	total := new(big.Int)
	for part := range strings.SplitSeq(text, ":") {
		n, ok := new(big.Int).SetString(part, 10)
		if !ok {
			return "", false
		}
		total.Mul(total, big.NewInt(60)).Add(total, n)
	}
	if sign == "-" {
		total.Neg(total)
	}
	return hclNumber(total.String())
}
