package view

import (
	"strconv"
	"strings"
)

// count puts a number before a noun: "1 key", "2 keys".
func count(n int, noun string) string {
	return strconv.Itoa(n) + " " + plural(n, noun)
}

// Counted puts a number before a noun, as all outputs do: "1 key", "2 keys".
func Counted(n int, noun string) string { return count(n, noun) }

// plural returns the form of a noun that goes with the number.
func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// countAll lists counts, leaving out those of nothing: "2 errors and 1 warning" with the conjunction " and ".
func countAll(conjunction string, counts ...counted) string {
	var parts []string
	for _, c := range counts {
		if c.n > 0 {
			parts = append(parts, count(c.n, c.noun))
		}
	}
	return strings.Join(parts, conjunction)
}

type counted struct {
	n    int
	noun string
}
