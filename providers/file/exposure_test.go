package file

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// checkerWith returns a checker that finds git by its environment.
func checkerWith(t *testing.T, dir, path string, environ []string) providers.Checker {
	t.Helper()
	checker, diags := New(body(t, fmt.Sprintf("path = %q", path)), nil, providers.Surroundings{
		Dir: dir, ProjectDir: dir, ConfigDir: t.TempDir(), Environ: environ, Log: slog.New(slog.DiscardHandler)})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return checker
}

// exposures writes to a store twice and returns the warnings of both.
func exposures(t *testing.T, checker providers.Checker) []string {
	t.Helper()
	var all []string
	for range 2 {
		written, err := writeTo(t, checker, settingKey("k", "v"))
		must(t, err)
		all = append(all, written.Warnings...)
	}
	return all
}

// What git would take with the next commit is told once, for each way in which git may not.
func TestStoresThatGitDoesNotIgnore(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	write(t, dir, ".gitignore", "/ignored.yaml\n/ignoreddir/\n*.json\n!kept.json\n")
	const unignored = " holds secrets in clear text and is not ignored by git: add it to .gitignore before you commit."
	for path, want := range map[string][]string{
		"new.yaml": {`"new.yaml"` + unignored}, "sub/new.yaml": {`"sub/new.yaml"` + unignored},
		"*.yaml": {`"*.yaml"` + unignored}, "kept.json": {`"kept.json"` + unignored}, "newdir": {`"newdir"` + unignored},
		"ignored.yaml": nil, "ignoreddir": nil, "other.json": nil, "secrets.age": nil,
		"in.yaml": {plaintextStore("in.yaml").Detail}, "indir": {plaintextStore("indir").Detail},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			if strings.HasSuffix(path, "dir") {
				must(t, os.MkdirAll(dir+"/"+path, 0o700))
			}
			checker := checkerWith(t, dir, path, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()})
			if diff := cmp.Diff(want, exposures(t, checker)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// A check has said already that git tracks the store.
func TestATrackedStoreIsToldOfOnce(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	checker := checkerWith(t, dir, "in.yaml", []string{"PATH=" + os.Getenv("PATH")})
	verdict(t, checker, "a.b")
	if got := exposures(t, checker); got != nil {
		t.Errorf("warnings %q, want none", got)
	}
}

// Outside of a work tree, and without git, there is nothing to say.
func TestStoresThatGitDoesNotSee(t *testing.T) {
	t.Parallel()
	for dir, environ := range map[string][]string{
		canonical(t.TempDir()): {"PATH=" + os.Getenv("PATH")},
		newRepository(t):       nil,
	} {
		if got := exposures(t, checkerWith(t, dir, "new.yaml", environ)); got != nil {
			t.Errorf("warnings %q, want none", got)
		}
	}
}
