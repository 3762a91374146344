package resolve_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// Where it is not known which store is meant, or where in it a secret is, no other place may answer instead: here each
// of those has the secret.
func TestNoOtherPlaceAnswers(t *testing.T) {
	t.Parallel()
	const use = `
component "alerter" "slack" {
  slack_token = "{{slack.token}}"
}
variable "team" {}
`
	tests := map[string]struct {
		source string
		want   resolve.Status
	}{
		"a prefix with a value": {
			`provider "env" "ci" { prefix = "" }`, resolve.StatusPresent,
		},
		"a prefix without a value": {
			`provider "env" "ci" { prefix = var.team }`, resolve.StatusUnverified,
		},
		"a prefix from a local without a value": {
			`provider "env" "ci" { prefix = "${local.stem}_" }
			 locals { stem = upper(var.team) }`, resolve.StatusUnverified,
		},
		"a path that is null": {
			`provider "env" "ci" {}
			 secret "slack" { path = null }`, resolve.StatusPresent,
		},
		"a path without a value": {
			`provider "env" "ci" {}
			 secret "slack" { path = "${var.team}/slack" }`, resolve.StatusUnverified,
		},
		"a path that is none": {
			`provider "env" "ci" {}
			 secret "slack" { path = "team/../slack" }`, resolve.StatusUnverified,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := checkSource(t, test.source+use, "SLACK_TOKEN=x", "TEAM_SLACK_TOKEN=x")
			if len(report.Checks) != 1 {
				t.Fatalf("%d checks, not 1", len(report.Checks))
			}
			got := report.Checks[0]
			if got.Status != test.want || (got.Status == resolve.StatusUnverified) != (got.Reason == providers.Invalid) {
				t.Errorf("%s, reason %q (%s), not %s", got.Status, got.Reason, got.Detail, test.want)
			}
		})
	}
}

func checkSource(t *testing.T, source string, environ ...string) *resolve.Report {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Version: "0.1.0-dev"})
	plan := resolve.NewPlan(cfg, diags, resolve.Options{
		Registry: builtin.Registry(),
		Surroundings: providers.Surroundings{
			Dir: dir, ProjectDir: dir, Environ: environ, Log: slog.New(slog.DiscardHandler),
		},
	})
	return plan.Check(t.Context())
}
