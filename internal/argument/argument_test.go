package argument_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/argument"
)

func TestValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		"5":                    json.Number("5"),
		"12345678901234567890": json.Number("12345678901234567890"),
		"1.20":                 json.Number("1.20"),
		"true":                 true,
		"null":                 nil,
		`"5"`:                  "5",
		`["a", 1]`:             []any{"a", json.Number("1")},
		`{"a": {"b": []}}`:     map[string]any{"a": map[string]any{"b": []any{}}},
		"":                     "",
		"007":                  "007",
		"secret/ml":            "secret/ml",
		"a=b":                  "a=b",
		"[a-z]*":               "[a-z]*",
		"{{x}}":                "{{x}}",
		"True":                 "True",
		`{"a": 1, "a": 2}`:     `{"a": 1, "a": 2}`, // which no provider takes for an object
		"1 2":                  "1 2",
		"a\nb":                 "a\nb",
		strings.Repeat("[", 100) + strings.Repeat("]", 100): strings.Repeat("[", 100) + strings.Repeat("]", 100),
	} {
		all, err := argument.Read([]string{"name=" + text})
		if err != nil || len(all) != 1 || all[0].Name != "name" {
			t.Fatalf("%q: %+v, %v", text, all, err)
		}
		if diff := cmp.Diff(want, all[0].Value()); diff != "" || !json.Valid(all[0].JSON) {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestArgumentsThatAreNone(t *testing.T) {
	t.Parallel()
	for want, given := range map[string][]string{
		`"depth" is no argument: write NAME=VALUE`: {"depth"},
		`"=5" is no argument: write NAME=VALUE`:    {"=5"},
		`the argument "a" is given twice`:          {"a=1", "b=2", "a=1"},
		`the argument "a" is not UTF-8`:            {"a=\xff"},
	} {
		if all, err := argument.Read(given); err == nil || err.Error() != want {
			t.Errorf("%q: %+v, %v, want %q", given, all, err, want)
		}
	}
}
