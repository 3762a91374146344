package resolve_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// --rule wins over `# zsv:ignore`, that over the zsv block's rules, and those over the rule's own severity.
func TestWhoDecidesOnARule(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"", "off", "warning", "error"} {
		for _, ignored := range []bool{false, true} {
			for _, rules := range []string{"", "off", "warning", "error"} {
				want := "warning"
				switch {
				case flag != "":
					want = flag
				case ignored:
					want = "off"
				case rules != "":
					want = rules
				}
				t.Run(fmt.Sprintf("flag %q, ignored %t, rules %q", flag, ignored, rules), func(t *testing.T) {
					t.Parallel()
					checkSeverity(t, flag, ignored, rules, want)
				})
			}
		}
	}
}

func checkSeverity(t *testing.T, flag string, ignored bool, rules, want string) {
	t.Helper()
	source, options := "", resolve.Options{}
	if rules != "" {
		source += fmt.Sprintf("zsv { rules = { \"unused-component\" = %q } }\n", rules)
	}
	if ignored {
		source += "# zsv:ignore unused-component\n"
	}
	source += "component \"a\" \"b\" {}\nstack \"x\" { components = [] }\n"
	if flag != "" {
		setting, err := config.NewRuleSetting("unused-component", flag)
		if err != nil {
			t.Fatal(err)
		}
		options.Rules = []config.RuleSetting{setting}
	}
	report := planOf(t, source, options).Static()
	got := "off"
	for _, d := range report.Diagnostics {
		got = string(d.Severity)
	}
	if got != want || len(report.Diagnostics) > 1 {
		t.Errorf("%d diagnostics, severity %s, want %s", len(report.Diagnostics), got, want)
	}
	isLoosened := flag == "" && (ignored || rules == "off")
	if (len(report.Loosened) > 0) != isLoosened {
		t.Errorf("loosened: %+v, want %t", report.Loosened, isLoosened)
	}
}

// The report says what the configuration loosens: nothing that it makes stricter, and nothing that the user set right.
func TestLoosened(t *testing.T) {
	t.Parallel()
	report := planOf(t, `
zsv {
  validation_level = "NONE"
  rules = {
    "reference-in-name" = "warning"
    "unused-secret"     = "error"
    "unused-component"  = "warning"
    "duplicate-key"     = "off"
  }
}
component "a" "b" {
  x = "y {{s.k}}" # zsv:ignore embedded-reference
  y = "z"         # zsv:ignore embedded-reference
}
`, resolve.Options{}).Static()
	want := []resolve.Loosened{
		{Setting: "validation_level", Name: "validation_level", Value: "NONE", File: "main.zsv.hcl", Line: 3, Column: 22},
		{Setting: "rule", Name: "reference-in-name", Value: "warning", File: "main.zsv.hcl", Line: 5, Column: 27},
		{Setting: "rule", Name: "duplicate-key", Value: "off", File: "main.zsv.hcl", Line: 8, Column: 27},
		{Setting: "rule", Name: "embedded-reference", Value: "off", File: "main.zsv.hcl", Line: 12, Column: 19},
	}
	if diff := cmp.Diff(want, report.Loosened); diff != "" {
		t.Errorf("loosened (-want +got):\n%s", diff)
	}
}
