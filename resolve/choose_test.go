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

// Keys that a block declares are never passed over: where nothing says who answers for them, that is an error, once for
// each block, at the block.
func TestNobodyAnswersForDeclaredKeys(t *testing.T) {
	t.Parallel()
	const two = "provider \"test\" \"one\" {}\nprovider \"test\" \"two\" {}\n"
	const declared = "secret \"s\" {\n  key \"declared\" {}\n  key \"k\" {}\n}\n"
	const inStack = "stack \"in\" {\n  secrets    = provider.test.one\n  components = [component.a.b]\n}\n"
	const atBlock = "Nothing says which provider answers for secret.s, so the keys that it declares are not checked. There are " +
		"several: set the argument provider of the secret's block"
	tests := map[string]struct {
		source string
		stacks []string
		want   map[string]string // the beginning of the detail, by address
	}{
		"referred to by a component in no stack": {two + declared + inStack + `component "a" "b" {}
			component "a" "unused" { token = "{{s.k}}" }`, nil, map[string]string{"secret.s": atBlock}},
		"not referred to": {two + declared + inStack + `component "a" "b" {}`, nil, map[string]string{"secret.s": atBlock}},
		"two of them": {two + declared + "secret \"t\" {\n  key \"k\" {}\n}\n", nil, map[string]string{"secret.s": atBlock,
			"secret.t": "Nothing says which provider answers for secret.t"}},
		"referred to in a stack":  {two + declared + inStack + oneReference, nil, nil},
		"of one provider":         {"provider \"test\" \"one\" {}\n" + declared + `component "a" "b" {}`, nil, nil},
		"optional":                {two + "secret \"s\" {\n  key \"k\" { optional = true }\n}\n" + `component "a" "b" {}`, nil, nil},
		"not in the stack wanted": {two + declared + inStack + `component "a" "b" {}`, []string{"in"}, nil},
		"referred to without stacks": {two + declared + oneReference, nil,
			map[string]string{"component.a.b": "Nothing says which provider answers for the references outside of stacks"}},
		"without a provider": {declared + "secret \"t\" {\n  key \"k\" {}\n}\n", nil,
			map[string]string{"secret.s": "Nothing says which provider answers for secret.s, so the keys that it declares are not " +
				"checked. The configuration has no provider"}},
		"beside a stack that cannot be read": {two + declared + "component \"a\" \"b\" {}\nstack \"in\" {\n  components = [\n}\n", nil, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := resolve.Options{Registry: types(map[string]providers.Checker{"test": always(isThere)}), Stacks: test.stacks}
			report := planOf(t, test.source, options).Check(t.Context())
			reported := 0
			for _, d := range report.Diagnostics {
				if d.Rule != "no-provider" {
					continue
				}
				reported++
				want, ok := test.want[d.Address]
				if !ok || !strings.HasPrefix(d.Detail, want) || d.Severity != config.Error {
					t.Errorf("%s at %s: %s", d.Severity, d.Address, d.Detail)
				}
			}
			if reported != len(test.want) {
				t.Errorf("%d reported, want %d; diagnostics: %+v", reported, len(test.want), report.Diagnostics)
			}
		})
	}
}
