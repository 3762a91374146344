package resolve_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// The secret's block decides which provider answers, else the stack, else there is only one.
func TestWhichProviderAnswers(t *testing.T) {
	t.Parallel()
	const two = "provider \"test\" \"one\" {}\nprovider \"test\" \"two\" {}\n"
	tests := map[string]struct {
		source string
		want   string // STACK PROVIDER, or a rule
	}{
		"the only one": {"provider \"test\" \"one\" {}\n" + oneReference, "one"},
		"the stack's": {two + oneReference + `
			stack "s" {
			  secrets    = provider.test.two
			  components = [component.a.b]
			}`, "s two"},
		"the secret's before the stack's": {two + oneReference + `
			stack "s" {
			  secrets    = provider.test.two
			  components = [component.a.b]
			}
			secret "s" { provider = provider.test.one }`, "s one"},
		"the secret's, of another secret": {two + oneReference + `
			stack "s" {
			  secrets    = provider.test.two
			  components = [component.a.b]
			}
			secret "t" { provider = provider.test.one }`, "s two"},
		"the only one, in a stack": {"provider \"test\" \"one\" {}\n" + oneReference + `
			stack "s" { components = [component.a.b] }`, "s one"},
		"none of several": {two + oneReference, "no-provider"},
		"none of several, in a stack": {two + oneReference + `
			stack "s" { components = [component.a.b] }`, "no-provider"},
		"none at all": {oneReference, "no-provider"},
		"one that does not exist": {two + oneReference + `
			stack "s" {
			  secrets    = provider.test.three
			  components = [component.a.b]
			}`, "configuration"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := resolve.Options{Registry: types(map[string]providers.Checker{"test": always(isThere)})}
			report := planOf(t, test.source, options).Check(t.Context())
			var got []string
			for _, check := range report.Checks {
				if check.Secret == "s" {
					got = append(got, strings.TrimSpace(check.Stack+" "+strings.TrimPrefix(check.Provider, "provider.test.")))
				}
			}
			for _, d := range report.Diagnostics {
				if d.Severity == config.Error {
					got = append(got, d.Rule)
				}
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("%q, want %q; diagnostics: %+v", got, test.want, report.Diagnostics)
			}
		})
	}
}

// The keys that a block declares are checked in each stack that refers to the secret, else once. What refers to it from
// outside of all stacks does not count as a stack.
func TestDeclaredKeys(t *testing.T) {
	t.Parallel()
	const two = "provider \"test\" \"one\" {}\nprovider \"test\" \"two\" {}\n"
	const declared = "secret \"s\" {\n  provider = provider.test.two\n  key \"declared\" {}\n  key \"k\" {}\n}\n"
	const inStack = "stack \"in\" { components = [component.a.b] }\nstack \"out\" { components = [] }\n"
	tests := map[string]struct {
		source string
		stacks []string
		want   string
	}{
		"referred to in a stack":              {two + declared + oneReference + "\n" + inStack, nil, "in"},
		"referred to outside of stacks":       {two + declared + oneReference + "\nstack \"out\" { components = [] }", nil, "once"},
		"referred to without stacks":          {two + declared + oneReference, nil, "once"},
		"not referred to":                     {two + declared + inStack + `component "a" "b" {}`, nil, "once"},
		"not referred to in the stack wanted": {two + declared + oneReference + "\n" + inStack, []string{"out"}, ""},
		"in the stack wanted":                 {two + declared + oneReference + "\n" + inStack, []string{"in"}, "in"},
		"in a stack and outside": {"provider \"test\" \"two\" {}\n" + declared + oneReference + "\n" + inStack +
			`component "a" "unused" { token = "{{s.k}}" }`, nil, "in"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := resolve.Options{Registry: types(map[string]providers.Checker{"test": always(isThere)}), Stacks: test.stacks}
			report := planOf(t, test.source, options).Check(t.Context())
			var got []string
			for _, check := range report.Checks {
				if check.Key == "declared" && check.Stack == "" {
					got = append(got, "once")
				} else if check.Key == "declared" {
					got = append(got, check.Stack)
				}
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("checked %q, want %q", got, test.want)
			}
		})
	}
}
