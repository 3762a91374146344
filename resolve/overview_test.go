package resolve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// What a stack refers to does not depend on who answers: where nobody does, that is what has to be written.
func TestOverviewWithoutAProvider(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"no provider":    ``,
		"several":        "provider \"test\" \"one\" {}\nprovider \"test\" \"two\" {}",
		"a wrong choice": "provider \"test\" \"one\" {}\nlocals {\n  none = provider.test.none\n}",
	}
	want := []resolve.SecretOverview{
		{Secret: "db", Keys: []string{"password"}},
		{Secret: "mlflow", Keys: []string{"password", "token", "user"}},
	}
	for name, source := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			choice := ""
			if name == "a wrong choice" {
				choice = "secrets = local.none"
			}
			stacks := overview(t, source+`
				component "tracker" "mlflow" {
				  username = "{{mlflow.user}}"
				  password = "{{mlflow.password}}"
				  again    = "{{mlflow.password}}"
				}
				secret "mlflow" {
				  key "user" {}
				  key "password" {}
				  key "token" {}
				}
				stack "prod" {
				  `+choice+`
				  components = [component.tracker.mlflow]
				  env        = { URL = "postgres://u:{{db.password}}@h" }
				}`)
			if len(stacks) != 1 || stacks[0].References != 4 {
				t.Fatalf("%+v, want one stack with 4 references", stacks)
			}
			if diff := cmp.Diff(want, stacks[0].Secrets); diff != "" {
				t.Errorf("secrets (-want +got):\n%s", diff)
			}
		})
	}
}

// A secret whose block names its provider has it, beside those that nobody answers for.
func TestOverviewWithSomeProviders(t *testing.T) {
	t.Parallel()
	stacks := overview(t, `
		provider "test" "one" {}
		provider "test" "two" {}
		component "tracker" "mlflow" {
		  username = "{{zoo.user}}"
		  password = "{{mlflow.password}}"
		}
		secret "mlflow" {
		  provider = provider.test.two
		  path     = "shared/mlflow"
		}
		stack "prod" { components = [component.tracker.mlflow] }`)
	want := []resolve.SecretOverview{
		{Secret: "zoo", Keys: []string{"user"}},
		{Secret: "mlflow", Provider: "provider.test.two", Location: "shared/mlflow", Keys: []string{"password"}},
	}
	if diff := cmp.Diff(want, stacks[0].Secrets); diff != "" || stacks[0].References != 2 {
		t.Errorf("%d references, want 2; secrets (-want +got):\n%s", stacks[0].References, diff)
	}
}

func overview(t *testing.T, source string) []resolve.StackOverview {
	t.Helper()
	registry := types(map[string]providers.Checker{"test": always(isThere)})
	return planOf(t, source, resolve.Options{Registry: registry}).Stacks()
}
