package hclfmt_test

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/zsv-dev/zsv/internal/hclfmt"
)

var update = flag.Bool("update", false, "write what terraform fmt makes of testdata/corpus into testdata/terraform")

// The corpus is formatted as terraform fmt formats it. testdata/terraform has that of Terraform 1.11.4.
func TestFormatIsTerraforms(t *testing.T) {
	t.Parallel()
	corpus := glob(t, "testdata/corpus/*.hcl")
	if *update {
		record(t, corpus)
	}
	for _, name := range corpus {
		want := read(t, filepath.Join("testdata", "terraform", filepath.Base(name)))
		compare(t, name, string(want), read(t, name))
	}
}

// So is every file of the repository, as far as it parses: here the real terraform says what is expected.
func TestFormatIsThatOfTheRealTerraform(t *testing.T) {
	t.Parallel()
	sources := repositorySources(t)
	for name := range sources {
		sources[name] = oldType.ReplaceAll(sources[name], nil)
	}
	for _, name := range glob(t, "testdata/corpus/*.hcl") {
		sources[name] = read(t, name)
	}
	formatted := 0
	for name, want := range terraformFmt(t, sources) {
		if _, err := hclfmt.Format(sources[name]); errors.Is(err, hclfmt.ErrSyntax) || losesLabels(sources[name]) {
			continue // terraform leaves it as it is, or does worse
		}
		compare(t, name, want, sources[name])
		formatted++
	}
	if formatted < 50 {
		t.Errorf("%d files only were compared", formatted)
	}
}

// oldType matches the types that Terraform once had, which terraform fmt replaces. To zsv they are mistakes, which a layout
// does not hide.
var oldType = regexp.MustCompile(`(?m)^[ \t]*type[ \t]*=[ \t]*(list|map|set|"\w+")([ \t].*)?$`)

// losesLabels says whether terraform fmt loses a label of a source: one with a sign of templates in it.
func losesLabels(source []byte) bool {
	file, diags := hclsyntax.ParseConfig(source, "", hcl.InitialPos)
	if diags.HasErrors() {
		return false
	}
	return slices.ContainsFunc(file.Body.(*hclsyntax.Body).Blocks, func(block *hclsyntax.Block) bool {
		return strings.ContainsAny(strings.Join(block.Labels, ""), "$%")
	})
}

func compare(t *testing.T, name, want string, source []byte) {
	t.Helper()
	got, err := hclfmt.Format(source)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-terraform +zsv):\n%s", name, diff)
	}
}

func record(t *testing.T, names []string) {
	t.Helper()
	sources := map[string][]byte{}
	for _, name := range names {
		sources[name] = read(t, name)
	}
	for name, text := range terraformFmt(t, sources) {
		file := filepath.Join("testdata", "terraform", filepath.Base(name))
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// terraformFmt returns what terraform fmt makes of sources. Without terraform the test is skipped, or fails where
// ZSV_REQUIRE_TERRAFORM is 1.
func terraformFmt(t *testing.T, sources map[string][]byte) map[string]string {
	t.Helper()
	program, err := exec.LookPath("terraform")
	switch {
	case err == nil:
	case os.Getenv("ZSV_REQUIRE_TERRAFORM") == "1":
		t.Fatalf("%v, and ZSV_REQUIRE_TERRAFORM is 1", err)
	default:
		t.Skipf("%v: install Terraform 1.11 to compare with it", err)
	}
	dir := t.TempDir()
	files := map[string]string{}
	for name, source := range sources {
		files[name] = filepath.Join(dir, strconv.Itoa(len(files))+".tf")
		if err := os.WriteFile(files[name], source, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(context.Background(), program, "fmt", "-list=false", dir)
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
	var exit *exec.ExitError
	if output, err := command.CombinedOutput(); err != nil && !errors.As(err, &exit) { // it fails at files that do not parse
		t.Fatalf("%v: %s", err, output)
	}
	formatted := map[string]string{}
	for name, file := range files {
		formatted[name] = string(read(t, file))
	}
	return formatted
}

// repositorySources returns the HCL in the repository's examples and tests: files, and those within the scripts of
// sessions.
func repositorySources(t testing.TB) map[string][]byte {
	t.Helper()
	const root = "../.."
	sources := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && strings.HasPrefix(entry.Name(), "."), entry.IsDir() && entry.Name() == "hclfmt":
			return fs.SkipDir
		case isSource(path):
			sources[path] = read(t, path)
		case filepath.Base(filepath.Dir(path)) == "script":
			for _, file := range txtar.Parse(read(t, path)).Files {
				if isSource(file.Name) {
					sources[path+": "+file.Name] = file.Data
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func isSource(name string) bool {
	return slices.Contains([]string{".hcl", ".zsvars"}, filepath.Ext(name))
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v, error %v", pattern, names, err)
	}
	return names
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
