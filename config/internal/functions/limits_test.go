package functions_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

const (
	megabyte  = 1 << 20
	tooLong   = "the text is too long"
	tooMany   = "too many elements"
	tooDeep   = "nested too deeply"
	tooLarge  = "too large or too small"
	noRoom    = "too many comparisons"
	notAtAll  = "cannot be applied"
	slowRegex = "the regular expression is too large"
)

// TestLimits holds that what would exhaust memory, the stack or patience is refused in a sentence.
func TestLimits(t *testing.T) {
	t.Parallel()
	variables := largeVariables(t)
	for source, want := range map[string]string{
		`format("%1000000000d", 1)`:              tooLong,
		`format("%.1000000000f", 1)`:             tooLong,
		`format("%0999999999999999999999d", 1)`:  tooLong,
		`format("%8000000s%8000000s", "a", "b")`: tooLong,
		`format(repeated, text)`:                 tooLong,
		`formatlist("%100000s", long)`:           tooLong,
		`formatlist("%s%s", long, text)`:         tooLong,
		`indent(1000000000, "a\nb")`:             tooLong,
		`indent(100000, lines)`:                  tooLong,
		`indent(-1, "a\nb")`:                     notAtAll,
		`join(text, long)`:                       tooLong,
		`replace(text, "", text)`:                tooLong,
		`replace(text, "a", text)`:               tooLong,
		`replace(text, "/a/", text)`:             tooLong,
		`replace(text, "/(.*)/", repeat)`:        tooLong,
		`replace(text, "/(a{1,50}){20}/", "")`:   slowRegex,
		`regex("(a{1,50}){20}", text)`:           slowRegex,
		`regexall("a|(b)|(c)|(d)|(e)", text)`:    tooMany,
		`split("", join("", [text, text]))`:      tooMany,
		`base64encode(join("", [text, text, text, text, text, text, text, text]))`: tooLong,
		`jsonencode(bomb)`:                       tooMany,
		`yamlencode(bomb)`:                       tooMany,
		`flatten(bomb)`:                          tooMany,
		`length(bomb)`:                           tooMany,
		`try(jsonencode(bomb), jsondecode("x"))`: tooMany,
		`jsonencode(deep)`:                       tooDeep,
		`flatten(deep)`:                          tooDeep,
		`tolist(deep)`:                           tooDeep,
		`length(nulls)`:                          tooMany,
		`yamlencode([narrow, narrow, narrow, narrow, narrow, narrow, narrow, narrow, narrow])`: tooLong,
		`setproduct(long, long)`: tooMany,
		`setproduct(ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten, ten)`: tooMany,
		`distinct(lists)`:                       noRoom,
		`matchkeys(lists, lists, lists)`:        noRoom,
		`range(1000000000)`:                     "more than 1024 values",
		`jsondecode(openJSON)`:                  tooDeep,
		`jsondecode(openObjects)`:               tooDeep,
		`jsondecode(join("", [text, text]))`:    "at most 1 MiB",
		`csvdecode(join("", [text, text]))`:     "at most 1 MiB",
		`yamldecode(join("", [text, text]))`:    "at most 1 MiB",
		`yamldecode(openJSON)`:                  "", // its parser's own limit, or ours
		`yamldecode(openYAML)`:                  tooDeep,
		`yamldecode(laughs)`:                    tooMany,
		`base64gunzip(zeros)`:                   tooLong,
		`tostring(1e999999999)`:                 tooLarge,
		`tostring(1e-99999)`:                    tooLarge,
		`tonumber("1e999999999")`:               tooLarge,
		`jsondecode("1e999999999")`:             tooLarge,
		`upper(1e999999999)`:                    tooLarge,
		`format("%d", huge)`:                    tooLarge,
		`jsonencode([huge])`:                    tooLarge,
		`tolist([huge, "a"])`:                   tooLarge,
		`abs(1 / 0)`:                            tooLarge,
		`pow(10, 400)`:                          tooLarge,
		`log(0, 10)`:                            tooLarge,
		`log(1, 1)`:                             notAtAll,
		`parseint(digits, 10)`:                  "too long for a number",
		`tonumber(digits)`:                      "too long for a number",
		`abs(digits)`:                           "too long for a number",
		`sum([digits])`:                         "too long for a number",
		`lookup(tomap({ a = 1 }), "b", digits)`: "too long for a number",
		`textencodebase64(join("", [text, text, text, text]), "UTF-16LE")`: tooLong,
		`urlencode(join("", [spaces, spaces, spaces, spaces]))`:            tooLong,
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			message := failure(t, source, variables)
			if !strings.Contains(strings.Join(strings.Fields(message), " "), want) {
				t.Errorf("%s: %s\nwant: %s", source, message, want)
			}
			if strings.Contains(message, "goroutine") || len(message) > 1000 {
				t.Errorf("%s: the message is not meant for users: %.200s", source, message)
			}
		})
	}
}

// TestWithinLimits holds that the limits leave room for what is large but reasonable.
func TestWithinLimits(t *testing.T) {
	t.Parallel()
	variables := largeVariables(t)
	for _, source := range []string{
		`length(long)`, `jsonencode(long)`, `join(",", long)`, `sort(long)`, `toset(long)`, `element(long, 3)`, `upper(text)`,
		`base64gunzip(base64gzip(text))`, `replace(text, "a", "bc")`, `replace(text, "/a/", "")`, `format("%s-%s", text, text)`,
		`formatlist("%s-%s", long, "x")`, `indent(4, lines)`, `distinct(long)`, `matchkeys(long, long, long)`, `distinct(chunklist(ten, 1))`, `setproduct(ten, ten, ten, ten)`, `split("", text)`,
		`jsondecode(jsonencode(ten))`, `yamldecode(yamlencode(ten))`, `regexall("a", text)`, `pow(10, 300)`, `chunklist(long, 10)`,
		`zipmap(long, long)`, `flatten([long, [long]])`, `concat(long, long)`, `contains(long, "x")`, `tostring(1e300)`,
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			if _, diagnostics := evaluateWith(t, source, variables); diagnostics.HasErrors() {
				t.Errorf("%s: %.300v", source, diagnostics)
			}
		})
	}
}

func failure(t *testing.T, source string, variables map[string]cty.Value) string {
	t.Helper()
	_, diagnostics := evaluateWith(t, source, variables)
	if !diagnostics.HasErrors() {
		t.Fatalf("%s: want an error", source)
	}
	return diagnostics.Error()
}

func evaluateWith(t *testing.T, source string, variables map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	expression, diagnostics := hclsyntax.ParseExpression([]byte(source), "test.hcl", hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	return expression.Value(&hcl.EvalContext{Functions: functions.Table(), Variables: variables})
}

func largeVariables(t *testing.T) map[string]cty.Value {
	t.Helper()
	long, lists := make([]cty.Value, 10_000), make([]cty.Value, 10_000)
	for i := range long {
		long[i] = cty.StringVal(fmt.Sprint(i))
		lists[i] = cty.ListVal(long[i : i+1])
	}
	huge, _, err := big.ParseFloat("1e999999", 10, 512, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	narrow := nested(400, cty.ListVal(long))
	return map[string]cty.Value{
		"text":        cty.StringVal(strings.Repeat("a", 900_000)),
		"spaces":      cty.StringVal(strings.Repeat("é", megabyte/2)),
		"lines":       cty.StringVal(strings.Repeat("a\n", 1000)),
		"repeat":      cty.StringVal(strings.Repeat("$1", 1000)),
		"repeated":    cty.StringVal(strings.Repeat("%[1]s", 1000)),
		"digits":      cty.StringVal(strings.Repeat("9", megabyte)),
		"long":        cty.ListVal(long),
		"lists":       cty.ListVal(lists),
		"ten":         cty.ListVal(long[:10]),
		"huge":        cty.NumberVal(huge),
		"bomb":        bomb(),
		"nulls":       cty.NullVal(bomb().Type()),
		"deep":        nested(5000, cty.EmptyTupleVal),
		"narrow":      narrow,
		"openJSON":    cty.StringVal(strings.Repeat("[", megabyte)),
		"openObjects": cty.StringVal(strings.Repeat(`{"a\"":`, 10_000)),
		"openYAML":    cty.StringVal(strings.Repeat("[", 5000) + strings.Repeat("]", 5000)),
		"laughs":      cty.StringVal(laughs()),
		"zeros":       cty.StringVal(zeros(t)),
	}
}

// bomb is a small value that refers to its parts many times over: 10 to the power of 7 elements. cty walks each argument
// for marks before it calls a function, so with many more the refusal would come late.
func bomb() cty.Value {
	value := cty.TupleVal([]cty.Value{cty.StringVal("x")})
	for range 6 {
		value = cty.TupleVal([]cty.Value{value, value, value, value, value, value, value, value, value, value})
	}
	return value
}

func nested(levels int, value cty.Value) cty.Value {
	for range levels {
		value = cty.TupleVal([]cty.Value{value})
	}
	return value
}

// laughs is YAML that grows as bomb does when its aliases are written out.
func laughs() string {
	var source strings.Builder
	source.WriteString("a0: &a0 [x]\n")
	for i := range 12 {
		alias := fmt.Sprintf("*a%d, ", i)
		fmt.Fprintf(&source, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(alias, 10), ", "))
	}
	return source.String()
}

func zeros(t *testing.T) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	block := make([]byte, megabyte)
	for range 64 {
		if _, err := writer.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes())
}

// TestCheck holds the limits for values as such, which package config asks about.
func TestCheck(t *testing.T) {
	t.Parallel()
	variables := largeVariables(t)
	for name, want := range map[string]string{
		"bomb": tooMany, "nulls": tooMany, "deep": tooDeep, "huge": tooLarge, "long": "", "text": "", "narrow": "",
	} {
		for _, value := range []cty.Value{variables[name], variables[name].Mark(functions.Sensitive)} {
			err := functions.Check(value)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("Check(%s) = %v, want %q", name, err, want)
			}
		}
	}
}

// TestInverses holds the two functions that Terraform does not have.
func TestInverses(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`base64gunzip(base64gzip("héllo"))`:                `"héllo"`,
		`base64gunzip("H4sIAAAAAAAA/wEAAP//AAAAAAAAAAA=")`: `""`,
		`base64gunzip("YQ==")`:                             `error`,
		`base64gunzip("x")`:                                `error`,
		`base64gunzip(null)`:                               `error`,
		`base64gunzip(local.string)`:                       `unknown`,
		`base64gunzip(sensitive("YQ=="))`:                  `error`,
		`base64gunzip(base64gzip(sensitive("a")))`:         `sensitive`,
		`urldecode("a+b%2Fc%C3%A9")`:                       `"a b/cé"`,
		`urldecode(urlencode("a b/c?d=é&+"))`:              `"a b/c?d=é&+"`,
		`urldecode("%zz")`:                                 `error`,
		`urldecode("%FF")`:                                 `error`,
		`urldecode(local.string)`:                          `unknown`,
		`urldecode(sensitive("a"))`:                        `sensitive`,
	} {
		if got := result(source); got != want {
			t.Errorf("%s = %s, want %s", source, got, want)
		}
	}
}
