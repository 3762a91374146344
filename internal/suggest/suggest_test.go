package suggest_test

import (
	"slices"
	"testing"

	"github.com/zsv-dev/zsv/internal/suggest"
)

func TestInstead(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"prodd": `. Did you mean "prod"?`,
		"x-y-z": `: write "dev", "prod", "tea" or "teb"`,
		"tec":   `: write "dev", "prod", "tea" or "teb"`,
	} {
		if got := suggest.Instead(given, []string{"prod", "teb", "dev", "tea"}); got != want {
			t.Errorf("Instead(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestClosest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		given      string
		candidates []string
		want       string
	}{
		{"s3_creds", []string{"s3_cred", "slack"}, "s3_cred"},
		{"pasword", []string{"username", "password"}, "password"},
		{"Password", []string{"password", "passwork"}, "password"},
		{"client_id", []string{"client-id"}, "client-id"},
		{"a", []string{"b", "c"}, ""},
		{"ü", []string{"a", "Ü"}, "Ü"},
		{"ab", []string{"cb", "c"}, "cb"},
		{"token", []string{"token"}, ""},
		{"token", []string{"completely_else"}, ""},
		{"token", nil, ""},
		{"", []string{"", "x"}, ""},
		{"mlflow", []string{"mlflow_secret"}, ""},
	}
	for _, test := range tests {
		reversed := slices.Clone(test.candidates)
		slices.Reverse(reversed)
		for _, candidates := range [][]string{test.candidates, reversed} {
			if got := suggest.Closest(test.given, candidates); got != test.want {
				t.Errorf("Closest(%q, %q) = %q, want %q", test.given, candidates, got, test.want)
			}
		}
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	for want, candidates := range map[string][]string{
		``:                   nil,
		`"a"`:                {"a"},
		`"a" or "b"`:         {"b", "a"},
		`"a", "b" or "c"`:    {"c", "a", "b"},
		`"SECRET_EXISTS"`:    {"SECRET_EXISTS"},
		`"x\ny" or "z"`:      {"z", "x\ny"},
		`"off" or "warning"`: {"warning", "off"},
	} {
		if got := suggest.OneOf(candidates); got != want {
			t.Errorf("OneOf(%q) = %s, want %s", candidates, got, want)
		}
	}
}
