package functions

import (
	"regexp/syntax"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// TakesValues says whether there is a function of that name that takes values, not expressions as try and can do.
func TakesValues(name string) bool {
	called, ok := Table()[name]
	return ok && !takesExpressions(called.Params(), called.VarParam())
}

// Effort estimates the work of a call with these arguments, in units of about ten nanoseconds.
func Effort(name string, args []cty.Value) int {
	size, _ := weigh(args...)
	const elementEffort = 200
	work := sum(product(size.elements, elementEffort), size.bytes)
	if own := efforts[strings.TrimPrefix(name, namespace)]; own != nil {
		work = sum(work, own(size, args))
	}
	return work
}

// efforts are the estimates for functions that do more than to go through their arguments a time or two.
var efforts = map[string]func(size weight, args []cty.Value) int{
	"base64gunzip":    func(weight, []cty.Value) int { return 5_000 },
	"base64gzip":      func(size weight, _ []cty.Value) int { return sum(40_000, product(10, size.bytes)) },
	"csvdecode":       perByte(50),
	"distinct":        func(_ weight, args []cty.Value) int { return comparing(args, 0, 0) },
	"format":          perByte(5),
	"formatlist":      perByte(5),
	"jsondecode":      perByte(20),
	"jsonencode":      perByte(5),
	"matchkeys":       func(_ weight, args []cty.Value) int { return comparing(args, 1, 2) },
	"regex":           func(_ weight, args []cty.Value) int { return matching(args, 0, 1) },
	"regexall":        func(_ weight, args []cty.Value) int { return matching(args, 0, 1) },
	"replace":         replacing,
	"setintersection": sorting,
	"setproduct":      func(_ weight, args []cty.Value) int { return multiplying(args) },
	"setsubtract":     sorting,
	"setunion":        sorting,
	"toset":           sorting,
	"yamldecode":      perByte(100),
	"yamlencode":      func(size weight, _ []cty.Value) int { return product(10, sum(size.bytes, indentation(size))) },
}

func perByte(units int) func(weight, []cty.Value) int {
	return func(size weight, _ []cty.Value) int { return product(units, size.bytes) }
}

// sorting is the effort to put all elements into a set.
func sorting(size weight, _ []cty.Value) int {
	const perSetElement = 1000
	return product(perSetElement, size.elements)
}

// comparing is the effort to compare each element of one argument with each of another.
func comparing(args []cty.Value, a, b int) int {
	if len(args) <= max(a, b) {
		return 0
	}
	const perComparison = 40
	return product(perComparison, comparisons(args[a], args[b]))
}

// matching is the effort to match a text with a regular expression: each instruction may run at each byte.
func matching(args []cty.Value, pattern, source int) int {
	if len(args) <= max(pattern, source) {
		return 0
	}
	expression, _ := text(args[pattern])
	against, _ := text(args[source])
	const perInstruction, perStep = 100, 1
	count := instructions(expression)
	return sum(product(perInstruction, count), product(perStep, count, len(against)))
}

func replacing(_ weight, args []cty.Value) int {
	if wanted, ok := text(args[min(1, len(args)-1)]); !ok || !isPattern(wanted) {
		return 0
	}
	return matching(args, 1, 0)
}

// instructions estimates the length of a regular expression's program: without counted repetitions, that of the text.
func instructions(expression string) int {
	atMost := 2*len(expression) + 2
	if !strings.Contains(expression, "{") {
		return atMost
	}
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return atMost
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return atMost
	}
	return len(program.Inst)
}

// multiplying is the effort to make the tuples of setproduct.
func multiplying(args []cty.Value) int {
	const perPart = 50
	work := perPart * (len(args) + 1)
	for _, arg := range args {
		work = product(work, length(arg))
	}
	return work
}
