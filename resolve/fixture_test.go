package resolve_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// An answerer is a provider that a test writes: one that says what no real store can be made to say.
type answerer func(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error

func (a answerer) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	return a(ctx, level, queries, answer)
}

// always answers every query alike.
func always(a providers.Answer) answerer {
	return func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
		for i := range queries {
			answer(i, a)
		}
		return nil
	}
}

// types is a registry of such providers by type.
func types(checkers map[string]providers.Checker) providers.Registry {
	registry := providers.Registry{Factories: map[string]providers.Factory{}}
	for name, checker := range checkers {
		registry.Factories[name] = func(hcl.Body, *hcl.EvalContext, providers.Surroundings) (providers.Checker, hcl.Diagnostics) {
			return checker, nil
		}
	}
	return registry
}

// planOf plans the configuration of one file.
func planOf(t *testing.T, source string, options resolve.Options) *resolve.Plan {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Version: "0.1.0-dev"})
	options.Surroundings.Dir, options.Surroundings.ProjectDir = dir, dir
	if options.Surroundings.Log == nil {
		options.Surroundings.Log = slog.New(slog.DiscardHandler)
	}
	return resolve.NewPlan(cfg, diags, options)
}

// checkWith checks a configuration whose only provider is of the type "test".
func checkWith(t *testing.T, checker providers.Checker, source string, options resolve.Options) *resolve.Report {
	t.Helper()
	options.Registry = types(map[string]providers.Checker{"test": checker})
	return planOf(t, "provider \"test\" \"main\" {}\n"+source, options).Check(t.Context())
}

// oneReference is a configuration with the reference {{s.k}} alone.
const oneReference = `component "a" "b" { token = "{{s.k}}" }`

// onlyCheck returns the one check of a report.
func onlyCheck(t *testing.T, r *resolve.Report) resolve.Check {
	t.Helper()
	if len(r.Checks) != 1 {
		t.Fatalf("%d checks, want 1; diagnostics: %+v", len(r.Checks), r.Diagnostics)
	}
	return r.Checks[0]
}

// position writes a place as LINE:COLUMN.
func position(p resolve.Position) string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }
