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
	tests := map[string]struct {
		checker providers.Checker
		source  string
		want    string
	}{
		"a name without a prefix": {
			always(providers.Answer{Secret: providers.Missing, Available: []string{"other", "ss"}}), oneReference, "ss",
		},
		"a name behind a prefix": {
			below{always(providers.Answer{Secret: providers.Missing, Available: []string{"kv/ml/x/s", "kv/ml/s2", "kv/s"}})},
			oneReference, "s2",
		},
		"a path that does not end in the name": {
			below{always(providers.Answer{Secret: providers.Missing, Available: []string{"kv/team/login"}})},
			oneReference + "\nsecret \"s\" { path = \"team/logon\" }", "kv/team/login",
		},
		"a key": {
			always(providers.Answer{Secret: providers.Present, Keys: missingKey, Available: []string{"k2", "other"}}),
			oneReference, "k2",
		},
		"nothing near": {
			always(providers.Answer{Secret: providers.Missing, Available: []string{"something_else"}}), oneReference, "",
		},
		"nothing for what is present": {
			always(providers.Answer{Secret: providers.Present, Keys: presentKey, Available: []string{"k2"}}), oneReference, "",
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
