package resolve_test

import (
	"testing"

	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// A secret that has a path of its own is said to be there, not where the others of the store are.
func TestStoreOfSecretWithPath(t *testing.T) {
	t.Parallel()
	options := resolve.Options{Registry: builtin.Registry()}
	options.Surroundings.Environ = []string{"VAULT_ADDR=https://vault.example.com:8200"}
	plan := planOf(t, `
		provider "vault" "main" { prefix = "ml/fraud" }
		provider "vault" "bare" { namespace = "team" }
		provider "file" "local" { path = "s.yaml" }
		provider "env" "ci" { prefix = "ML_" }
		secret "slack" { path = "shared/slack" }
		secret "same" { path = "ml/fraud/same" }`, options)
	for _, test := range []struct{ name, provider, want string }{
		{"mlflow", "vault.main", "https://vault.example.com:8200, secret/ml/fraud"},
		{"team/mlflow", "vault.main", "https://vault.example.com:8200, secret/ml/fraud"},
		{"same", "vault.main", "https://vault.example.com:8200, secret/ml/fraud"},
		{"slack", "vault.main", "https://vault.example.com:8200, secret/shared/slack"},
		{"slack", "vault.bare", "https://vault.example.com:8200, secret/shared/slack, namespace team"},
		{"slack", "file.local", "s.yaml, shared/slack"},
		{"mlflow", "file.local", "s.yaml"},
		{"mlflow", "env.ci", "environment, prefix ML_"},
	} {
		stored, err := plan.Stored(test.name, resolve.Where{Provider: test.provider})
		if err != nil {
			t.Fatal(err)
		}
		if got := stored.Store(); got != test.want {
			t.Errorf("%s in %s: the store is %q, want %q", test.name, test.provider, got, test.want)
		}
	}
}
