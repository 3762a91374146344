package resolve_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// writeScanned writes one file, and returns what scans it.
func writeScanned(t *testing.T, name, source string) config.ScanOptions {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	return config.ScanOptions{WorkingDir: dir, Paths: []string{name}}
}

// A pattern of --only matches an address with its attribute, or what that begins with, step by step.
func TestScanOnly(t *testing.T) {
	t.Parallel()
	options := writeScanned(t, "main.tf", `resource "zenml_stack_component" "a" { configuration = { token = "{{a.b}}" } }`)
	for pattern, matches := range map[string]bool{
		"resource": true, "resource.zenml_stack_component": true, "resource.zenml_stack_component.a.configuration.token": true,
		"resource.zenml_*": true, "*.token": true, "*.configuration": true, "res*conf*": true, "*": true, "resource.*.a.*.token": true,
		"resource.zenml": false, "token": false, "resource.zenml_stack_component.b": false, "*.conf": false, "": false,
		"resource.(a|b":      false,
		"resource.*.token.*": false, "module.*": false,
	} {
		report, _ := scanOf(t, options, resolve.ScanPlanOptions{Only: []string{"other", pattern}})
		if got := len(report.Checks) == 1; got != matches {
			t.Errorf("--only %q: matches %t, want %t", pattern, got, matches)
		}
	}
}

// Whatever a store says, a computed reference is not verified, at every level that asks, and is not asked for.
func TestScanNeverTakesComputedForPresent(t *testing.T) {
	t.Parallel()
	options := writeScanned(t, "main.tf", `locals {
		computed = "{{${var.x}.k}}"
		text     = "{{plain.k}}"
		format   = format("{{%s.k}}", var.x)
	}`)
	for _, level := range []providers.Level{providers.SecretExists, providers.SecretAndKeyExists} {
		plan := scannedPlan(t, options, always(providers.Answer{Secret: providers.Present,
			Keys: map[string]providers.Key{"k": {Status: providers.Present}}}), level)
		report := plan.Check(t.Context())
		statuses := map[resolve.Status]int{}
		for _, c := range report.Checks {
			statuses[c.Status]++
			if c.Status == resolve.StatusUnverified && (c.Reason != providers.Unsupported || c.Detail == "") {
				t.Errorf("%+v", c)
			}
		}
		if statuses[resolve.StatusUnverified] != 1 || statuses[resolve.StatusPresent] != 1 {
			t.Errorf("at %s: %v, want one computed reference, in two places, and one that is written out", level, statuses)
		}
	}
}

// scannedPlan plans a scan whose provider is one that a test writes.
func scannedPlan(t *testing.T, options config.ScanOptions, checker providers.Checker, level providers.Level) *resolve.Plan {
	t.Helper()
	scan, diags := config.ScanFiles(options)
	provider, err := config.GivenProvider(config.ProviderAddr{Type: "test", Name: "scan"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	plan := resolve.ScanPlanOptions{Block: "provider"}
	plan.Registry = types(map[string]providers.Checker{"test": checker})
	plan.Level = resolve.LevelChoice{Level: level, Source: resolve.LevelFromFlag}
	plan.Surroundings = providers.Surroundings{Dir: options.WorkingDir, Log: slog.New(slog.DiscardHandler)}
	return resolve.NewScan(scan.WithProvider(provider, nil), scan, diags, plan)
}
