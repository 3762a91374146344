package builtin_test

import (
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
)

func TestTypes(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"command", "env", "file", "vault", "zenml"}, builtin.Registry().Types()); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
	delete(builtin.Registry().Factories, "env")
	if len(builtin.Registry().Factories) != 5 {
		t.Error("callers share one map")
	}
}

// Every provider takes the arguments that all have, tells what it is, and proposes the name that was meant.
func TestWhatAllHaveInCommon(t *testing.T) {
	t.Parallel()
	for name, factory := range builtin.Registry().Factories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			required := map[string]string{"file": `path = "s.yaml"`, "command": `command = "op"`}[name]
			dir := t.TempDir()
			surroundings := providers.Surroundings{Dir: dir, ProjectDir: dir, Log: slog.New(slog.DiscardHandler)}
			checker, diags := factory(body(t, required+"\nconcurrency = 2\ntimeout = \"10s\""), nil, surroundings)
			if checker == nil || len(diags) != 0 {
				t.Fatalf("got %v and %v, want a provider and no diagnostics", checker, diags)
			}
			if describer, ok := checker.(providers.Describer); !ok || describer.Describe() == "" {
				t.Error("it does not say what it is")
			}
			want := `This block has no argument "timout". Did you mean "timeout"?`
			checker, diags = factory(body(t, required+"\ntimout = \"10s\""), nil, surroundings)
			if checker != nil || len(diags) != 1 || diags[0].Detail != want {
				t.Errorf("got %v and %v, want the diagnostic %q", checker, diags, want)
			}
		})
	}
}

func body(t *testing.T, source string) hcl.Body {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file.Body
}
