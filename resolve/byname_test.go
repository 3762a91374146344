package resolve_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// An attribute that holds a secret's name is checked whatever its form: each name of a list is, and what is no name is
// an error, so that none is passed over.
func TestSecretNames(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value    string
		checked  string // SECRET or SECRET.KEY, sorted
		problems string // RULE at LINE:COLUMN
	}{
		"a string":                {`"b"`, "b", ""},
		"a reference":             {`"{{b.k}}"`, "b.k", ""},
		"a list":                  {`["b", "a"]`, "a b", ""},
		"a computed list":         {`split(",", "b,a")`, "a b", ""},
		"references in a list":    {`["{{b.k}}", "a"]`, "a b.k", ""},
		"a number":                {`1`, "", "configuration at 4:27"},
		"a boolean":               {`true`, "", "configuration at 4:27"},
		"numbers in a list":       {`["b", 1, true]`, "b", "configuration at 4:33, configuration at 4:36"},
		"numbers, computed":       {`concat([1], [2])`, "", "configuration at 4:27"},
		"a map":                   {`{ name = "b", other = "a" }`, "", "configuration at 4:36"},
		"a map of the same name":  {`{ authentication_secret = "b" }`, "", "configuration at 4:53"},
		"a list in a list":        {`[["b"]]`, "", "configuration at 4:29"},
		"a map in a list":         {`[{ x = "b" }]`, "", "configuration at 4:34"},
		"a reference in a map":    {`{ name = "{{b.k}}" }`, "b.k", "configuration at 4:36"},
		"a whole secret":          {`secret.declared`, "declared.k", "configuration at 4:27"},
		"null":                    {`null`, "", ""},
		"an empty string":         {`""`, "", ""},
		"an empty list":           {`[]`, "", ""},
		"nearly a reference":      {`"{b.k}"`, "", "malformed-reference at 4:28"},
		"nearly one, in a list":   {`["{b.k}"]`, "", "malformed-reference at 4:29"},
		"a mapping in a function": {`merge({ x = "b" }, {})`, "", "configuration at 4:27"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			declared := ""
			if strings.Contains(test.value, "secret.declared") {
				declared = "secret \"declared\" {\n  key \"k\" {}\n}\n"
			}
			report := checkWith(t, always(isThere), "component \"artifact_store\" \"s3\" {\n  flavor = \"s3\"\n"+
				"  authentication_secret = "+test.value+"\n}\n"+declared, resolve.Options{})
			checkFound(t, report, test.checked, test.problems)
		})
	}
}

// A name of a secret that is no secret itself, in a list either.
func TestSecretNamesAreNoPlaintext(t *testing.T) {
	t.Parallel()
	report := checkWith(t, always(isThere), `component "model_deployer" "k" {
  flavor = "kserve"
  secret = ["one", "two"]
}`, resolve.Options{})
	if len(report.Diagnostics) > 0 || len(report.Checks) != 2 {
		t.Errorf("%d checks; diagnostics: %+v", len(report.Checks), report.Diagnostics)
	}
}

// At SECRET_EXISTS, too, the name is what is checked, and what is said of the secret's keys does not matter: a secret
// of which only optional keys are known has to be there where something refers to it by its name.
func TestSecretNamesBesideOptionalKeys(t *testing.T) {
	t.Parallel()
	const source = `
component "artifact_store" "s3" {
  flavor                = "s3"
  authentication_secret = "s"
  token                 = "{{s.k}}"
}
secret "s" {
  key "k" { optional = true }
}`
	for _, level := range []providers.Level{providers.SecretExists, providers.SecretAndKeyExists} {
		chosen := resolve.LevelChoice{Level: level, Source: resolve.LevelFromFlag}
		report := checkWith(t, always(providers.Answer{Secret: providers.Missing}), source, resolve.Options{Level: chosen})
		missing := 0
		for _, check := range report.Checks {
			if check.Key == "" && check.Status == resolve.StatusMissingSecret {
				missing++
			}
		}
		if missing != 1 || report.Summary.MissingSecrets != 1 {
			t.Errorf("at %s: %+v", level, report.Checks)
		}
	}
}
