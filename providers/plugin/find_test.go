package plugin_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/plugin"
)

// A place is a home, a project and a directory of PATH.
type place struct {
	t                   *testing.T
	home, project, path string
	around              providers.Surroundings
}

func newPlace(t *testing.T) *place {
	t.Helper()
	root := t.TempDir()
	p := &place{t: t, home: filepath.Join(root, "home"), project: filepath.Join(root, "project"), path: filepath.Join(root, "bin")}
	for _, dir := range []string{filepath.Join(p.home, "plugins"), filepath.Join(p.project, "sub"), p.path} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p.around = providers.Surroundings{Name: "main", Dir: filepath.Join(p.project, "sub"), ProjectDir: p.project, ConfigDir: p.home,
		Environ: []string{"PATH=" + p.path}, Log: slog.New(slog.DiscardHandler)}
	return p
}

// install makes the test's own program one of a type, in a directory.
func (p *place) install(dir, kind string) string {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(dir, "zsv-provider-"+kind)
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if err := os.Symlink(self, path); err != nil {
		p.t.Skipf("no links here: %v", err)
	}
	return path
}

// open makes a provider from a block.
func (p *place) open(kind, block string) *pluginwire.Provider {
	p.t.Helper()
	provider, diags := p.make(kind, block)
	if diags.HasErrors() {
		p.t.Fatal(diags)
	}
	p.t.Cleanup(func() { _ = provider.Close() })
	return provider
}

func (p *place) make(kind, block string) (*pluginwire.Provider, hcl.Diagnostics) {
	p.t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(block), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		p.t.Fatal(diags)
	}
	checker, diags := plugin.External("env", "file", "vault")(kind)(file.Body, nil, p.around)
	provider, _ := checker.(*pluginwire.Provider)
	return provider, diags
}

// A program is found in the plugin directory, then in PATH: never in the project, under whatever name.
func TestFind(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	link := filepath.Join(p.home, "link")
	if err := os.Symlink(filepath.Join(p.project, "sub"), link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	inProject := p.install(filepath.Join(p.project, "sub"), "stub")
	for _, path := range []string{"", ".", p.project + "/sub", link, p.home + "/../project/sub", "sub"} {
		p.around.Environ = []string{"PATH=" + path}
		provider := p.open("stub", "")
		if got := provider.Describe(); got != "external, zsv-provider-stub not found" || provider.Installed() {
			t.Errorf("PATH=%s: %s", path, got)
		}
		answers, err := asks(t.Context(), t, provider, queries)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range answers {
			if a.Secret != providers.Unverified || a.Reason != providers.Plugin || !strings.Contains(a.Detail,
				"there is no program zsv-provider-stub, neither in "+p.home+"/plugins nor in PATH; ") ||
				!strings.Contains(a.Detail, "is in the project and was not run") || len(a.Advice) != 2 {
				t.Errorf("PATH=%s: %+v", path, a)
			}
		}
		_, err = provider.List(t.Context())
		wantError(t, err, providers.Plugin, "a link would follow the project's changes: mkdir -p ")
	}
	for _, dir := range []string{p.path, filepath.Join(p.home, "plugins")} {
		p.around.Environ = []string{"PATH=" + strings.Join([]string{".", p.path}, string(os.PathListSeparator)), "STUB_MODE=stays"}
		want := p.install(dir, "stub")
		if got := p.open("stub", "").Describe(); got != "external, "+want {
			t.Errorf("it is %s, want %s", got, want)
		}
	}
	// What is linked to in a directory of PATH is what it leads to; nor does the project lead to programs.
	for link, target := range map[string]string{filepath.Join(p.path, "zsv-provider-linked"): inProject,
		filepath.Join(p.project, "tools"): p.path} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	p.around.Environ = []string{"PATH=" + p.path}
	if got := p.open("linked", "").Describe(); got != "external, zsv-provider-linked not found" {
		t.Errorf("a link into the project is %s", got)
	}
	own := p.around.ConfigDir
	p.around.ConfigDir, p.around.Environ = "", []string{"PATH=" + filepath.Join(p.project, "tools")}
	if got := p.open("stub", "").Describe(); got != "external, zsv-provider-stub not found" {
		t.Errorf("behind a link of the project there is %s", got)
	}
	p.around.ConfigDir = own
	// What the user links into the plugin directory is run, wherever it is.
	linked := filepath.Join(p.home, "plugins", "zsv-provider-linked")
	if err := os.Symlink(inProject, linked); err != nil {
		t.Fatal(err)
	}
	if got := p.open("linked", "").Describe(); got != "external, "+linked {
		t.Errorf("it is %s, want %s", got, linked)
	}
	if diff := cmp.Diff([]string{"linked", "stub"}, plugin.Installed(p.around)); diff != "" {
		t.Errorf("installed (-want +got):\n%s", diff)
	}
}

// What is not there is said with what may have been meant, and what cannot be run with why.
func TestNotFound(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("any file is a program by its name")
	}
	p := newPlace(t)
	p.install(p.path, "databricks")
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(filepath.Join(p.path, "zsv-provider-"+name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("closed", "#!/bin/sh\n", 0o600)
	write("nothing", "#!/no/such/program\n", 0o700)
	write("other", "\x00\x01", 0o700)
	if err := os.Mkdir(filepath.Join(p.path, "zsv-provider-folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string]string{
		"databrick": `nor in PATH; did you mean the type "databricks"?`,
		"vautl":     `nor in PATH; did you mean the type "vault"?`,
		"xyzzy": "nor in PATH; install its program there, or write one: https://github.com/zsv-dev/zsv/blob/main/docs/providers/" +
			"writing.md",
		"closed":  "zsv-provider-closed cannot be executed: the file is not executable; make the file a program: chmod +x ",
		"folder":  "zsv-provider-folder cannot be executed: it is no file",
		"nothing": "zsv-provider-nothing cannot be executed: its first line, #!, names a program that does not exist",
		"other":   "zsv-provider-other cannot be executed: it is no program for this system, nor a script",
	} {
		provider := p.open(kind, "")
		_, err := provider.List(t.Context())
		wantError(t, err, providers.Plugin, want)
	}
	p.around.ConfigDir = ""
	_, err := p.open("xyzzy", "").List(t.Context())
	wantError(t, err, providers.Plugin, "neither in a plugin directory (no home directory is known) nor in PATH")
}

// What a type cannot be is refused before any file is looked at.
func TestTypes(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, kind := range []string{"", "A", "Vault", "../x", "a/b", `a\b`, "a.b", "a b", "-a", "_a", "1a", "\u00e4", "a\n", "a\x00"} {
		provider, diags := p.make(kind, "")
		if provider != nil || len(diags) != 1 || diags[0].Summary != "Unknown provider type" {
			t.Errorf("%q: %v", kind, diags)
		}
	}
	for _, kind := range []string{"a", "a-b_c9", "azure-key-vault"} {
		if _, diags := p.make(kind, ""); diags.HasErrors() {
			t.Errorf("%q: %v", kind, diags)
		}
	}
}
