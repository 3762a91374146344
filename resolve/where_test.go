package resolve_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

const (
	oneProvider  = "provider \"file\" \"a\" { path = \"a.yaml\" }\n"
	twoProviders = oneProvider + "provider \"file\" \"b\" { path = \"b.yaml\" }\n"
	stackA       = "stack \"a\" {\n  secrets = provider.file.a\n  components = []\n}\n"
	stackB       = "stack \"b\" {\n  secrets = provider.file.b\n  components = []\n}\n"
)

// TestWhoAnswersForOneSecret goes through what can say which provider is meant, and through what keeps it from being known.
func TestWhoAnswersForOneSecret(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		where        resolve.Where
		provider     string // where there is one
		problem      string // else what the error says
	}{
		{name: "the only provider", source: oneProvider, provider: "provider.file.a"},
		{name: "the only provider, whatever the stacks", source: oneProvider + stackA + "stack \"c\" { components = [] }\n",
			provider: "provider.file.a"},
		{name: "no provider", source: "", problem: "has no provider: write a block"},
		{name: "several", source: twoProviders, problem: `name one with --provider, "file.a" or "file.b"`},
		{name: "the one named", source: twoProviders, where: resolve.Where{Provider: "file.b"}, provider: "provider.file.b"},
		{name: "by its address", source: twoProviders, where: resolve.Where{Provider: "provider.file.b"}, provider: "provider.file.b"},
		{name: "a wrong one", source: twoProviders, where: resolve.Where{Provider: "file.c"}, problem: `no provider "file.c": write "file.a" or "file.b"`},
		{name: "a wrong one and none", source: "", where: resolve.Where{Provider: "file.c"}, problem: "the configuration has none"},
		{name: "the stack's", source: twoProviders + stackA + stackB, where: resolve.Where{Stack: "b"}, provider: "provider.file.b"},
		{name: "a provider and its stack", source: twoProviders + stackA + stackB,
			where: resolve.Where{Provider: "file.a", Stack: "a"}, provider: "provider.file.a"},
		{name: "a provider and another one's stack", source: twoProviders + stackA + stackB,
			where:   resolve.Where{Provider: "file.a", Stack: "b"},
			problem: `--provider file.a contradicts --stack b, for which the provider is file.b: leave one of them out`},
		{name: "a wrong stack", source: twoProviders + stackA + stackB, where: resolve.Where{Stack: "c"}, problem: `there is no stack "c": write "a" or "b"`},
		{name: "no stack", source: oneProvider, where: resolve.Where{Stack: "c"}, problem: "the configuration has no stack"},
		{name: "the default stack's", source: "zsv { default_stack = \"b\" }\n" + twoProviders + stackA + stackB, provider: "provider.file.b"},
		{name: "the only stack's", source: twoProviders + stackA, provider: "provider.file.a"},
		{name: "stacks that agree", source: twoProviders + stackA + strings.ReplaceAll(stackA, `"a"`, `"c"`), provider: "provider.file.a"},
		{name: "stacks that do not", source: twoProviders + stackA + stackB, problem: "or the stack with --stack"},
		{name: "the block's", source: twoProviders + stackA + "secret \"s\" { provider = provider.file.b }\n", provider: "provider.file.b"},
		{name: "the one named, whatever the block says", source: twoProviders + "secret \"s\" { provider = provider.file.b }\n",
			where: resolve.Where{Provider: "file.a"}, provider: "provider.file.a"},
		{name: "a block's that is none", source: oneProvider + "secret \"s\" { provider = provider.file.c }\n", problem: "zsv validate says"},
		{name: "a block that is lost", source: oneProvider + "secret \"s\" { path = = }\n", problem: "zsv validate says"},
		{name: "a block that is lost, and a provider", source: oneProvider + "secret \"s\" { path = = }\n",
			where: resolve.Where{Provider: "file.a"}, problem: "zsv validate says"},
		{name: "some block that is lost", source: oneProvider + "secret { path = \"x\" }\n", problem: "zsv validate says"},
		{name: "another block that is lost", source: oneProvider + "secret \"t\" { path = = }\n", provider: "provider.file.a"},
		{name: "a path without a value", source: oneProvider + "variable \"v\" {}\nsecret \"s\" { path = var.v }\n", problem: "the path in the secret's block"},
		{name: "a provider without a value", source: "variable \"v\" {}\nprovider \"file\" \"a\" { path = var.v }\n", problem: "not known which store"},
		{name: "a provider that is lost", source: oneProvider + "provider \"file\" \"b\" { path = = }\n", problem: "nothing says which provider"},
		{name: "only a provider that is lost", source: "provider \"file\" \"b\" { path = = }\n", problem: "provider has an error"},
		{name: "a provider with a mistake", source: "provider \"file\" \"a\" { pth = \"x\" }\n", problem: "the provider's block has an error"},
		{name: "a stack that is lost", source: twoProviders + stackA + "stack \"b\" { secrets = = }\n", problem: "nothing says which provider"},
		{name: "a mistake elsewhere", source: oneProvider + "component \"a\" {}\nnonsense = 1\n", provider: "provider.file.a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			stored, err := planOf(t, test.source, resolve.Options{Registry: builtin.Registry()}).Stored("s", test.where)
			if test.problem == "" {
				if err != nil || stored.Provider != test.provider {
					t.Fatalf("got %v and %v, want %s", stored, err, test.provider)
				}
				return
			}
			if !errors.Is(err, resolve.ErrNoStore) || !strings.Contains(err.Error(), test.problem) {
				t.Errorf("the error is %v, want one with %q", err, test.problem)
			}
		})
	}
}

// A name to which nothing could refer is no secret's.
func TestNamesOfNoSecret(t *testing.T) {
	t.Parallel()
	plan := planOf(t, oneProvider, resolve.Options{Registry: builtin.Registry()})
	for _, name := range []string{"", "a.b", "a b", "a\tb", "a\u00a0b"} {
		_, err := plan.Stored(name, resolve.Where{})
		var e *resolve.SecretError
		if !errors.As(err, &e) || !errors.Is(err, resolve.ErrNoSecret) || e.Reason != providers.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}
