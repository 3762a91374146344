package resolve_test

import (
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// below keeps secrets below a prefix, as Vault does.
type below struct{ answerer }

func (below) Locate(name, path string) string {
	if path != "" {
		return "kv/" + path
	}
	return "kv/ml/" + name
}

// The store knows locations; what is proposed is a name, as it would be written in a reference.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	const reference = `component "a" "b" { token = "{{login.pin}}" }`
	pin := func(status providers.Status) map[string]providers.Key {
		return map[string]providers.Key{"pin": {Status: status}}
	}
	tests := map[string]struct {
		checker providers.Checker
		source  string
		want    string
	}{
		"a name without a prefix": {
			always(providers.Answer{Secret: providers.Missing, Available: []string{"other", "logins"}}), reference, "logins",
		},
		"a name behind a prefix": {
			below{always(providers.Answer{Secret: providers.Missing, Available: []string{"kv/ml/x/login", "kv/ml/login2", "kv/login"}})},
			reference, "login2",
		},
		"a path that does not end in the name": {
			below{always(providers.Answer{Secret: providers.Missing, Available: []string{"kv/team/login"}})},
			reference + "\nsecret \"login\" { path = \"team/logon\" }", "kv/team/login",
		},
		"a key": {
			always(providers.Answer{Secret: providers.Present, Keys: pin(providers.Missing), Available: []string{"pin2", "other"}}),
			reference, "pin2",
		},
		"nothing near": {
			always(providers.Answer{Secret: providers.Missing, Available: []string{"something_else"}}), reference, "",
		},
		"nothing for what is present": {
			always(providers.Answer{Secret: providers.Present, Keys: pin(providers.Present), Available: []string{"pin2"}}), reference, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := checkWith(t, test.checker, test.source, resolve.Options{})
			if got := onlyCheck(t, report).Suggestion; got != test.want {
				t.Errorf("proposed %q, want %q", got, test.want)
			}
		})
	}
}

// Names of variables are made from those of secrets; what is proposed leads to the variable that is set.
func TestSuggestionsForVariables(t *testing.T) {
	t.Parallel()
	options := resolve.Options{Registry: builtin.Registry()}
	options.Surroundings.Environ = []string{"ML_TEAM_MLFLOW_PASSWORD=x", "MLFLOW_PASSWORD=x"}
	report := planOf(t, `
		provider "env" "ci" { prefix = "ML_" }
		component "a" "b" { token = "{{team-mlflo.password}}" }`, options).Check(t.Context())
	if got := onlyCheck(t, report).Suggestion; got != "team_mlflow" {
		t.Errorf("proposed %q, want %q", got, "team_mlflow")
	}
}
