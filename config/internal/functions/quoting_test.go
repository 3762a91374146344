package functions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// wrongForms hold a canary in forms that each function takes for almost what it wants.
var wrongForms = []string{
	"hunter2", "hunter2(", "[hunter2", "(?P<hunter2", "(?hunter2)", "hunter2{9999}", "/hunter2(/", "%hunter2", "%!hunter2", "%[hunter2]d", "%d hunter2", "%z",
	`{"a": hunter2}`, `{"hunter2": `, `"hunter2`, `[1, "hunter2" 2]`, "a: [hunter2", "hunter2: a: b", "*hunter2", "!hunter2 x", "\"hunter2",
	"a,b\nhunter2", "a,b\n\"hunter2", "a,a\nhunter2,1", "2024-13-hunter2", "2024-01-31T12:00:00hunter2", "2024-01-31T12:00:00Z", "hunter2h", "5hunter2", "'hunter2", "HHH hunter2", "hunter2/8", "10.0.0.0/hunter2",
	"10.0.0.0/8", "hunter2!!", "aHVudGVyMg", "%hunter2%zz", "urn:uuid:hunter2", "1e5hunter2", "0xhunter2", "UTF-8",
}

// No function's error shows an argument, or a part of one: neither its text nor its number.
func TestErrorsQuoteNoArguments(t *testing.T) {
	t.Parallel()
	plain := []cty.Value{
		cty.NumberIntVal(16), cty.NumberIntVal(-1), cty.NumberIntVal(31337421), cty.True, cty.EmptyObjectVal, cty.NullVal(cty.String),
	}
	var texts, holders []cty.Value
	for _, form := range wrongForms {
		text := cty.StringVal(form)
		texts = append(texts, text)
		holders = append(holders, cty.TupleVal([]cty.Value{text, cty.True}), cty.ListVal([]cty.Value{text, text}),
			cty.MapVal(map[string]cty.Value{"hunter2": text}), cty.SetVal([]cty.Value{text}))
	}
	simple := slices.Concat(plain, texts)
	all := slices.Concat(holders[:8], simple)
	for name, f := range functions.Table() {
		if strings.HasPrefix(name, "core::") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, a := range slices.Concat(holders, simple) {
				checkNotQuoted(t, f, a)
				for _, b := range simple {
					checkNotQuoted(t, f, a, b)
				}
			}
			for _, a := range all {
				for _, b := range all {
					checkNotQuoted(t, f, a, b)
					checkNotQuoted(t, f, a, b, cty.True)
					checkNotQuoted(t, f, a, cty.NumberIntVal(16), b)
					checkNotQuoted(t, f, cty.StringVal("%d"), a, b)
				}
			}
		})
	}
}

func checkNotQuoted(t *testing.T, f function.Function, args ...cty.Value) {
	t.Helper()
	if takesExpressions := f.VarParam() != nil && f.VarParam().Type.IsCapsuleType(); takesExpressions {
		return // what they call is checked by itself
	}
	if _, err := f.Call(args); err != nil {
		if message := strings.ToLower(err.Error()); strings.Contains(message, "hunter") || strings.Contains(message, "unter2") || strings.Contains(message, "31337421") {
			t.Errorf("%v", err)
		}
	}
}
