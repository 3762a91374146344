package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

// loadDir loads a directory and returns its diagnostics as text.
func loadDir(t *testing.T, workingDir, dir string) (*config.Config, string) {
	t.Helper()
	cfg, diags := config.Load(config.Options{WorkingDir: workingDir, Dir: dir})
	lines := make([]string, len(diags))
	for i, d := range diags {
		lines[i] = fmt.Sprintf("%s: %s", d.Rule, d.Detail)
	}
	return cfg, strings.Join(lines, "\n")
}

func TestNoConfiguration(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{
		"empty/readme.md": "", "empty/.hidden.zsv.hcl": "x", "empty/a.hcl": "x", "empty/directory.zsv.hcl/a.zsv.hcl": "",
		"file": "",
	})
	tests := map[string]string{
		"missing": `io: "missing": it does not exist.`,
		"empty": `usage: There is no *.zsv.hcl or *.zsv.json file in "empty". Start zsv in the directory that holds one, or ` +
			`name it with --chdir; zsv plan --recursive takes all directories below.`,
		"file": `io: "file": it is a file; name the directory of the configuration.`,
	}
	for name, want := range tests {
		cfg, got := loadDir(t, dir, name)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if cfg == nil || cfg.Dir != name {
			t.Errorf("%s: the Config is %v", name, cfg)
		}
	}
}

func TestForbiddenFile(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"a.zsv.hcl": `component "a" "b" {}`, "b.zsv.hcl": ""})
	if err := os.Chmod(filepath.Join(dir, "b.zsv.hcl"), 0); err != nil {
		t.Fatal(err)
	}
	if file, err := os.Open(filepath.Join(dir, "b.zsv.hcl")); err == nil {
		file.Close()
		t.Skip("this user may read any file, as root may; run the tests as another")
	}
	cfg, got := loadDir(t, dir, ".")
	if want := `io: "b.zsv.hcl": permission denied; make it readable for the user that runs zsv.`; got != want {
		t.Errorf("%s", got)
	}
	if len(cfg.Components) != 1 {
		t.Error("the file beside it is not read")
	}
}

// Places are named as the user named the directory, with slashes.
func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"a/b/x.zsv.hcl": `component "a" "b" { x = nothing }`, "other/y": ""})
	for name, want := range map[string]string{
		".": "x.zsv.hcl", "./": "x.zsv.hcl", "../b": "../b/x.zsv.hcl", "../../a/b/.": "../../a/b/x.zsv.hcl",
		filepath.Join(dir, "a", "b"): filepath.ToSlash(filepath.Join(dir, "a", "b", "x.zsv.hcl")),
	} {
		cfg, diags := config.Load(config.Options{WorkingDir: filepath.Join(dir, "a", "b"), Dir: name})
		if len(diags) != 1 || diags[0].Range.Filename != want {
			t.Errorf("%s: %v", name, diags)
		}
		if string(cfg.Source(want)) == "" {
			t.Errorf("%s: there is no source of %s", name, want)
		}
	}
}

func TestDirectories(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{
		"a.zsv.hcl": "", "b/x.zsv.json": "", "b/c/d/x.zsv.hcl": "", "b/c/d/y.zsv.hcl": "", "e/x.hcl": "",
		".hidden/x.zsv.hcl": "", "f/node_modules/x.zsv.hcl": "", "g/.h.zsv.hcl": "", "i.zsv.hcl/x.zsv.hcl": "",
	})
	if err := os.Symlink("b", filepath.Join(dir, "link")); err != nil {
		t.Skip("links cannot be made here:", err)
	}
	for root, want := range map[string][]string{
		".":                                {".", "b", "b/c/d", "i.zsv.hcl"},
		"b":                                {"b", "b/c/d"},
		"../" + filepath.Base(dir) + "/b/": {"../" + filepath.Base(dir) + "/b", "../" + filepath.Base(dir) + "/b/c/d"},
		".hidden":                          {".hidden"},
		"link":                             {"link", "link/c/d"},
		"e":                                nil,
	} {
		got, err := config.Directories(dir, root)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", root, diff)
		}
	}
	if _, err := config.Directories(dir, "missing"); err == nil {
		t.Error("no error for a missing directory")
	}
}
