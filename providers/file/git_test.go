package file

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// newRepository returns a repository in which some of several stores are tracked.
func newRepository(t *testing.T) string {
	t.Helper()
	dir := canonical(t.TempDir())
	for _, name := range []string{"in.yaml", "sub/in.yaml", "out.yaml", "indir/a/b", "outdir/a/b", ":(glob)*.yaml", "*.yaml"} {
		write(t, dir, name, "a: {b: x}")
	}
	run(t, dir, "init", "--quiet")
	run(t, dir, "add", "in.yaml", "sub/in.yaml", "indir")
	return dir
}

func run(t *testing.T, dir string, arguments ...string) {
	t.Helper()
	command := exec.Command("git", arguments...)
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", arguments, err, output)
	}
}

// warned returns the rules that a check of a store warned of.
func warned(t *testing.T, dir, path string, environ []string) []string {
	t.Helper()
	checker, diags := New(body(t, fmt.Sprintf("path = %q", path)), nil, providers.Surroundings{
		Dir: dir, ProjectDir: dir, Environ: environ, Log: slog.New(slog.DiscardHandler)})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	verdict(t, checker, "a.b")
	verdict(t, checker, "a.b")
	var rules []string
	for _, warning := range checker.(providers.Warner).Warnings() {
		rules = append(rules, warning.Rule)
	}
	return rules
}

func TestStoresInGit(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	must(t, os.Symlink("in.yaml", filepath.Join(dir, "link.yaml")))
	tracked := []string{"plaintext-store"}
	for path, want := range map[string][]string{
		"in.yaml": tracked, "sub/in.yaml": tracked, "sub/../in.yaml": tracked, "link.yaml": tracked, "indir": tracked,
		"out.yaml": nil, "outdir": nil, ":(glob)*.yaml": nil, "*.yaml": nil, "none.yaml": {"missing-store"},
	} {
		if diff := cmp.Diff(want, warned(t, dir, path, []string{"PATH=" + os.Getenv("PATH")})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestThePlaintextWarning(t *testing.T) {
	t.Parallel()
	want := providers.Warning{Rule: "plaintext-store", Summary: "Secrets file in git",
		Detail: `git tracks "s.yaml", so everyone who can read the repository can read its secrets. Take it out with git rm ` +
			`--cached, add it to .gitignore, and replace the secrets, which stay in the history.`}
	if diff := cmp.Diff(want, plaintextStore("s.yaml")); diff != "" {
		t.Errorf("warning (-want +got):\n%s", diff)
	}
}

// A program called git in the project may come from anyone; so may settings that name programs.
func TestNothingOfTheProjectIsStarted(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	mark := filepath.Join(t.TempDir(), "started")
	script := "#!/bin/sh\ntouch '" + mark + "'\n"
	write(t, dir, "bin/git", script)
	must(t, os.Chmod(filepath.Join(dir, "bin/git"), 0o700))
	outside := t.TempDir()
	must(t, os.Symlink(filepath.Join(dir, "bin"), filepath.Join(outside, "bin")))
	must(t, os.Symlink(filepath.Join(dir, "bin/git"), filepath.Join(outside, "git")))
	run(t, dir, "config", "core.fsmonitor", filepath.Join(dir, "bin/git"))
	own := os.Getenv("PATH")
	for _, path := range []string{"", "bin", ".", dir + "/bin", outside + "/bin", outside, "bin:" + own, ":" + own,
		dir + "/bin:" + own, outside + ":" + own} {
		want := []string(nil)
		if len(path) > len(own) {
			want = []string{"plaintext-store"}
		}
		if diff := cmp.Diff(want, warned(t, dir, "in.yaml", []string{"PATH=" + path})); diff != "" {
			t.Errorf("PATH=%s (-want +got):\n%s", path, diff)
		}
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program of the project was started")
	}
}

// A bare repository among the files of another one has settings of its own, which may name programs.
func TestABareRepositoryInTheProjectIsNotAsked(t *testing.T) {
	t.Parallel()
	dir, mark := newRepository(t), filepath.Join(t.TempDir(), "started")
	run(t, dir, "init", "--quiet", "--bare", "bare")
	write(t, dir, "bare/monitor", "#!/bin/sh\ntouch '"+mark+"'\n")
	must(t, os.Chmod(filepath.Join(dir, "bare/monitor"), 0o700))
	run(t, filepath.Join(dir, "bare"), "config", "core.fsmonitor", filepath.Join(dir, "bare/monitor"))
	run(t, filepath.Join(dir, "bare"), "config", "core.bare", "false")
	run(t, filepath.Join(dir, "bare"), "config", "core.worktree", filepath.Join(dir, "bare"))
	write(t, dir, "bare/s.yaml", "a: {b: x}")
	if got := warned(t, dir, "bare/s.yaml", []string{"PATH=" + os.Getenv("PATH")}); got != nil {
		t.Errorf("warnings %q, want none", got)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the bare repository's program was started")
	}
}

func TestWithoutGitThereIsNoWarning(t *testing.T) {
	t.Parallel()
	if got := warned(t, newRepository(t), "in.yaml", nil); got != nil {
		t.Errorf("warnings %q, want none", got)
	}
}

// git sees nothing of what zsv needs for writing, from the first moment on.
func TestGitIgnoresTheScratch(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	for _, path := range []string{"in.yaml", "indir"} {
		checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
		_, err := writeTo(t, checker, settingKey("k", "v"))
		must(t, err)
	}
	for name, want := range map[string]string{
		".zsv/in.yaml.lock": "!! ", ".zsv/in.yaml.X.tmp": "!! ", ".zsv/.gitignore": "!! ", ".zsv/secrets.age": "?? ",
		"indir/.zsv/directory.lock": "!! ",
	} {
		if filepath.Ext(name) != ".lock" && filepath.Ext(name) != "" {
			write(t, dir, name, contentOr(t, dir, name))
		}
		command := exec.Command("git", "status", "--porcelain", "--ignored=matching", "--untracked-files=all", "--", name)
		command.Dir = dir
		output, err := command.Output()
		must(t, err)
		if got := string(output); got != want+name+"\n" {
			t.Errorf("git says %q of %s, want %q", got, name, want)
		}
	}
}

// contentOr returns what a file holds, or something where there is none.
func contentOr(t *testing.T, dir, name string) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
		return contentOf(t, filepath.Join(dir, name))
	}
	return "x"
}
