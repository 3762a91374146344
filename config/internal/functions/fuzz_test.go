package functions_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// ourNames turns the names of the tables into those of the variables that FuzzFunctions has.
var ourNames = strings.NewReplacer("local.string", "us", "local.list", "ul", "local.", "")

// FuzzFunctions evaluates expressions with marked, unknown and opaque values: whatever they call must give an error or
// a result within the limits, and no message may hold a stack trace.
func FuzzFunctions(f *testing.F) {
	for _, file := range tables(f) {
		for _, c := range readTable(f, file) {
			f.Add(ourNames.Replace(c.expression), "a", 3.0)
		}
	}
	for _, name := range functions.Names() {
		for _, args := range []string{
			"", "s", "n", "s, s", "s, n", "n, s", "n, n", "[s], n", "{ k = s }, s, s", "p", "[p, s]", "s, n, n", "us",
			"[s], [s], [s]", "[us, a]", "null", "s...", "[s, n]...", "sensitive([s])", "jsondecode(s)", "yamldecode(s)",
		} {
			f.Add(name+"("+args+")", "x%5[1]d\n{", 1e9)
		}
	}
	f.Fuzz(func(t *testing.T, source, text string, number float64) {
		expression := fuzzable(source)
		if expression == nil || number != number {
			return
		}
		variables := markedVariables()
		variables["s"], variables["n"] = cty.StringVal(text), cty.NumberVal(new(big.Float).SetFloat64(number))
		variables["ul"] = cty.UnknownVal(cty.List(cty.String))
		value, diagnostics := expression.Value(&hcl.EvalContext{Functions: functions.Table(), Variables: variables})
		if strings.Contains(diagnostics.Error(), "goroutine ") {
			t.Errorf("%s: %v", source, diagnostics)
		}
		if _, isCall := expression.(*hclsyntax.FunctionCallExpr); isCall && !diagnostics.HasErrors() {
			if err := functions.Check(value); err != nil && !strings.Contains(source, "try") {
				t.Errorf("%s: the result is not within the limits: %v", source, err)
			}
		}
	})
}

// fuzzable parses what package config would give to the functions. It leaves out what grows without them: numbers of
// great magnitude, which HCL itself writes out in a template, and for expressions.
func fuzzable(source string) hclsyntax.Expression {
	const longest, deepest = 2000, 100
	if len(source) > longest || strings.Count(source, "[")+strings.Count(source, "{")+strings.Count(source, "(") > deepest {
		return nil
	}
	expression, diagnostics := hclsyntax.ParseExpression([]byte(source), "fuzz.hcl", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return nil
	}
	tame := true
	_ = hclsyntax.VisitAll(expression, func(node hclsyntax.Node) hcl.Diagnostics {
		switch node := node.(type) {
		case *hclsyntax.ForExpr:
			tame = false
		case *hclsyntax.LiteralValueExpr:
			tame = tame && functions.Check(node.Val) == nil
		}
		return nil
	})
	if !tame {
		return nil
	}
	return expression
}

// FuzzYAML holds yamldecode to its limits on text of any kind, and to what it reads when it writes it again.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		"a: 1", "[1, [2]]", laughs(), "&a [*a]", "a: |\n x", "? x", "<<: {a: 1}", "- - - 1", "!!str x", "{", "---\n...\n---", "%YAML 1.1\n--- a", "\"\\x41\"", "0x_1", ".nan", "1e400", "2001-01-01",
		deepText(100, 100), deepText(450, 5_000), // the first is written again, the second would be too much
	} {
		f.Add(seed)
	}
	decode, encode := functions.Table()["yamldecode"], functions.Table()["yamlencode"]
	f.Fuzz(func(t *testing.T, source string) {
		value, err := decode.Call([]cty.Value{cty.StringVal(source)})
		if err != nil {
			if strings.Contains(err.Error(), "goroutine ") {
				t.Error(err)
			}
			return
		}
		written, err := encode.Call([]cty.Value{value})
		if err != nil && strings.Contains(err.Error(), tooLong) {
			return
		}
		if err != nil {
			t.Fatalf("%q cannot be written again: %v", source, err)
		}
		if _, err := decode.Call([]cty.Value{written}); err != nil {
			t.Logf("%q is read as what YAML cannot hold: %v", source, err)
		}
	})
}
