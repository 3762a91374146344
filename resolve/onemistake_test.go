package resolve_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// A mistake is reported once, and nothing that only follows from it.
func TestOneMistake(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		argument string // of the component, on line 3
		checked  string // SECRET.KEY, sorted
		problems string // RULE at LINE:COLUMN
	}{
		"a key made from a reference": {`x = { for k in [secret.a.k] : k => 1 }`, "", "altered-reference at 3:7"},
		"a key beside a reference":    {`x = { "{{a.k}}" = secret.a.k }`, "a.k", "reference-in-key at 3:10"},
		"cut":                         {`x = trimprefix(secret.a.k, "{{")`, "", "altered-reference at 3:7"},
		"cut text":                    {`x = trimprefix("{{a.k}}", "{{")`, "", "altered-reference at 3:18"},
		"upper-cased":                 {`x = upper(secret.a.k)`, "", "altered-reference at 3:7"},
		"replaced":                    {`x = replace(secret.a.k, "a", "b")`, "", "altered-reference at 3:7"},
		"in a list":                   {`x = [for k in [secret.a.k] : upper(k)]`, "", "altered-reference at 3:7"},
		"beside another": {`x = "${upper(secret.a.k)} {{e.f}}"`, "e.f",
			"altered-reference at 3:7, embedded-reference at 3:10"},
		"upper-cased, ignored":  {"x = upper(secret.a.k) # zsv:ignore altered-reference", "A.K", ""},
		"a secret's name, cut":  {`authentication_secret = substr(secret.a.k, 2, 1)`, "", "altered-reference at 3:27"},
		"an unknown component":  {`x = component.nope.x`, "", "configuration at 3:7"},
		"a component":           {`x = component.artifact_store.s`, "", "configuration at 3:7"},
		"two unknown, computed": {`x = concat([component.nope.x], [component.nope.y])`, "", "configuration at 3:7"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := checkWith(t, always(isThere), "component \"artifact_store\" \"s\" {\n  "+test.argument+"\n}\n", resolve.Options{})
			checkFound(t, report, test.checked, test.problems)
		})
	}
}

// checkFound compares what is checked, SECRET.KEY, and the problems, RULE at LINE:COLUMN.
func checkFound(t *testing.T, report *resolve.Report, checked, problems string) {
	t.Helper()
	var secrets, found []string
	for _, check := range report.Checks {
		secrets = append(secrets, strings.TrimSuffix(check.Secret+"."+check.Key, "."))
	}
	for _, d := range report.Diagnostics {
		found = append(found, d.Rule+" at "+position(d.Range.Start))
	}
	if got := strings.Join(secrets, " "); got != checked {
		t.Errorf("checked %q, want %q", got, checked)
	}
	if got := strings.Join(found, ", "); got != problems {
		t.Errorf("problems %q, want %q: %+v", got, problems, report.Diagnostics)
	}
}

// A component is not called unused while it is not known what a stack has.
func TestUnusedBesideMisspelt(t *testing.T) {
	t.Parallel()
	for components, want := range map[string]string{
		`[component.a.mlfow]`:                     string(config.RuleConfiguration) + " at 4:17",
		`[component.a.other, "component.a.x"]`:    string(config.RuleConfiguration) + " at 4:36",
		`concat([component.a.other], [1])`:        string(config.RuleConfiguration) + " at 4:16",
		`[component.a.other, component.a.other]`:  string(config.RuleUnusedComponent) + " at 2:1",
		`[component.a.other, component.a.mlflow]`: "",
	} {
		t.Run(components, func(t *testing.T) {
			t.Parallel()
			report := checkWith(t, always(isThere), "component \"a\" \"mlflow\" {}\nstack \"s\" {\n  components = "+components+
				"\n}\ncomponent \"a\" \"other\" {}\n", resolve.Options{})
			checkFound(t, report, "", want)
		})
	}
}
