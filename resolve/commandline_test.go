package resolve_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// What zsv tells people to run is about the configuration that it looked at, with the values that it was given.
func TestCommandLineIsRepeated(t *testing.T) {
	t.Parallel()
	variables := []config.Assignment{{Name: "team", Value: "it's x"}, {Name: "token", Value: "canary"},
		{Name: "elsewhere", Value: "y"}, {Name: "lines", Value: "a\nb"}}
	const vars = ` --var 'team=it'\''s x' --var token=VALUE --var lines=VALUE`
	for name, with := range map[string]struct {
		dir           string
		line          resolve.CommandLine
		apply, create string
	}{
		"nothing":     {".", resolve.CommandLine{}, "zsv apply", "zsv secret create named -i"},
		"variables":   {".", resolve.CommandLine{Variables: variables}, "zsv apply" + vars, "zsv secret create named -i" + vars},
		"a directory": {"sub", resolve.CommandLine{}, "zsv apply sub", "zsv secret create named -i --chdir sub"},
		"another start": {".", resolve.CommandLine{Chdir: "a b"}, "zsv apply --chdir 'a b'",
			"zsv secret create named -i --chdir 'a b'"},
		"both": {"sub", resolve.CommandLine{Chdir: "a"}, "zsv apply sub --chdir a", "zsv secret create named -i --chdir a/sub"},
		"variable files": {".", resolve.CommandLine{VariableFiles: []string{"x.zsvars", "y z"}},
			"zsv apply --var-file x.zsvars --var-file 'y z'", "zsv secret create named -i --var-file x.zsvars --var-file 'y z'"},
		"files seen from below": {"sub", resolve.CommandLine{VariableFiles: []string{"x.zsvars", "sub/y.zsvars", "/abs"}},
			"zsv apply sub --var-file x.zsvars --var-file sub/y.zsvars --var-file /abs",
			"zsv secret create named -i --chdir sub --var-file ../x.zsvars --var-file y.zsvars --var-file /abs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for what, want := range map[string]string{`token = "{{s.k}}"`: with.apply,
				`authentication_secret = "named"`: with.create} {
				got := remedyIn(t, with.dir, with.line, what)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", what, diff)
				}
			}
		})
	}
}

// remedyIn returns the only remedy of a configuration in a directory with one component that has an attribute.
func remedyIn(t *testing.T, dir string, line resolve.CommandLine, attribute string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
		t.Fatal(err)
	}
	source := strings.Replace(`
		provider "file" "main" { path = "s.yaml" }
		variable "team" { default = "" }
		variable "lines" { default = "" }
		variable "token" {
		  default   = ""
		  sensitive = true
		}
		component "artifact_store" "b" {
		  flavor = "s3"
		  ATTRIBUTE
		}`, "ATTRIBUTE", attribute, 1)
	if err := os.WriteFile(filepath.Join(root, dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, dir, "s.yaml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, diags := config.Load(config.Options{WorkingDir: root, Dir: dir, Version: "0.1.0-dev"})
	options := resolve.Options{CommandLine: line}
	options.Registry = builtin.Registry()
	options.Surroundings.Dir, options.Surroundings.ProjectDir = filepath.Join(root, dir), root
	options.Surroundings.Log = slog.New(slog.DiscardHandler)
	return onlyCheck(t, resolve.NewPlan(cfg, diags, options).Check(t.Context())).Remedy
}
