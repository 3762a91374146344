package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

func TestUserPlugin(t *testing.T) {
	t.Parallel()
	named := func(environment ...string) map[string]config.UserPlugin {
		return map[string]config.UserPlugin{"databricks": {Environment: environment}}
	}
	for name, test := range map[string]struct {
		source  string
		plugins map[string]config.UserPlugin
		want    string
	}{
		"variables":     {`plugin "databricks" { environment = ["ARM_*", "HOST"] }`, named("ARM_*", "HOST"), ""},
		"nothing":       {`plugin "databricks" {}`, named(), ""},
		"no label":      {`plugin { environment = [] }`, nil, "has one label, the type of the provider"},
		"no type":       {`plugin "Evil!" {}`, nil, `There can be no external provider of type "Evil!": a type begins with a letter`},
		"upper case":    {`plugin "Databricks" {}`, nil, `Did you mean "databricks"?`},
		"two labels":    {`plugin "databricks" "main" {}`, nil, "has one label"},
		"wrong type":    {`plugin "databricks" { environment = 1 }`, named(), "environment takes a list of strings"},
		"a typo":        {`plugin "databricks" { environmnt = [] }`, named(), `Did you mean "environment"?`},
		"a block in it": {"plugin \"databricks\" {\n  environment {}\n}", named(), "has no blocks in it"},
		"twice": {"plugin \"databricks\" { environment = [\"A\"] }\nplugin \"databricks\" { environment = [\"B\"] }", named("A"),
			`There is a block plugin "databricks" already`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeFiles(t, map[string]string{"config.hcl": test.source})
			user, diags := config.LoadUser(dir, "config.hcl", true)
			if test.plugins == nil {
				test.plugins = map[string]config.UserPlugin{}
			}
			if diff := cmp.Diff(test.plugins, user.Plugins); diff != "" {
				t.Errorf("plugins (-want +got):\n%s", diff)
			}
			if test.want == "" && len(diags) > 0 || test.want != "" && len(diags) != 1 {
				t.Fatalf("diagnostics: %v", diags)
			}
			for _, d := range diags {
				if !strings.Contains(describe(d), test.want) || d.Range == nil {
					t.Errorf("%s, at %v", describe(d), d.Range)
				}
			}
		})
	}
}
