package program_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/program"
)

// install writes programs into a new directory, and returns it without links.
func install(t *testing.T, mode os.FileMode, names ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the programs are scripts for a shell")
	}
	directory, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(directory, name), []byte("#!/bin/sh\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func TestFind(t *testing.T) {
	t.Parallel()
	tools, plain, project := install(t, 0o755, "op", "both"), install(t, 0o644, "data", "both"), install(t, 0o755, "evil", "op")
	links := install(t, 0o755)
	if err := os.Symlink(filepath.Join(project, "evil"), filepath.Join(links, "linked")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(links, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	search := program.Search{Project: project,
		Path: strings.Join([]string{"", ".", project, plain, links, tools, tools}, string(os.PathListSeparator))}
	for name, want := range map[string]string{
		"op":                            filepath.Join(tools, "op"), // not the project's, which comes first
		"both":                          filepath.Join(tools, "both"),
		filepath.Join(tools, "op"):      filepath.Join(tools, "op"),
		"data":                          `"` + plain + `/data" is not executable`,
		"folder":                        `"` + links + `/folder" is no file`,
		"evil":                          `"` + project + `/evil" lies in the project, whose programs are not run`,
		"linked":                        `"` + links + `/linked" lies in the project, whose programs are not run`,
		filepath.Join(project, "evil"):  `"` + project + `/evil" lies in the project, whose programs are not run`,
		"bothh":                         `there is no program "bothh" in the directories of PATH, though there is "both"`,
		"opp":                           `there is no program "opp" in the directories of PATH`,
		"nothing-like-it":               `there is no program "nothing-like-it" in the directories of PATH`,
		"./op":                          `"./op" is neither a name nor an absolute path`,
		"..":                            `".." is neither a name nor an absolute path`,
		"":                              `"" is neither a name nor an absolute path`,
		filepath.Join(tools, "nowhere"): `there is no file "` + tools + `/nowhere"`,
	} {
		got, err := search.Find(name)
		if err != nil {
			got = err.Error()
			var missing *program.NotFoundError
			if !errors.As(err, &missing) || missing.Name != name {
				t.Errorf("%s: the error is %#v", name, err)
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	want := []string{"PATH=" + strings.Join([]string{plain, links, tools}, string(os.PathListSeparator))}
	if diff := cmp.Diff(want, search.Environment(nil, nil)); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"both", "op"}, search.Names("")); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestFindWithoutPath(t *testing.T) {
	t.Parallel()
	_, err := program.Search{Path: ".:bin", Project: t.TempDir()}.Find("op")
	if err == nil || err.Error() != `there is no program "op": PATH has no absolute directory outside the project` {
		t.Errorf("the error is %v", err)
	}
}

// What the project links to lies in it as well, and what is linked to it, but for what the user links into a directory of one's
// own.
func TestLinks(t *testing.T) {
	t.Parallel()
	tools, project, own := install(t, 0o755, "outside"), install(t, 0o755, "inside"), install(t, 0o755)
	for target, link := range map[string]string{
		tools:                            filepath.Join(project, "tools"),
		filepath.Join(project, "inside"): filepath.Join(own, "inside"),
	} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"outside": `"` + project + `/tools/outside" lies in the project, whose programs are not run`,
		"inside":  `"` + own + `/inside" lies in the project, whose programs are not run`,
	} {
		search := program.Search{Path: filepath.Join(project, "tools") + string(os.PathListSeparator) + own, Project: project}
		if path, err := search.Find(name); err == nil || err.Error() != want {
			t.Errorf("%s: found %q, %v", name, path, err)
		}
		if names := search.Names(""); len(names) != 0 {
			t.Errorf("names: %q", names)
		}
	}
	if path, err := (program.Search{Own: own, Project: project}).Find("inside"); err != nil || path != filepath.Join(own, "inside") {
		t.Errorf("found %q, %v", path, err)
	}
	search := program.Search{Own: filepath.Join(project, "tools"), Project: project}
	if path, err := search.Find("outside"); err == nil {
		t.Errorf("a directory in the project is the user's own: %s", path)
	}
}

// What a repository has beside a submodule is brought by whoever brings the submodule.
func TestSubmodule(t *testing.T) {
	t.Parallel()
	outer := install(t, 0o755, "op")
	sub := filepath.Join(outer, "sub")
	for _, dir := range []string{filepath.Join(outer, ".git"), sub} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(sub, ".git"), []byte("gitdir: ../.git/modules/sub\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path, err := program.Search{Path: outer, Project: sub}.Find("op")
	if want := `"` + outer + `/op" lies in the project, whose programs are not run`; err == nil || err.Error() != want {
		t.Errorf("found %q, %v", path, err)
	}
}

// A directory of its own comes before PATH, and its programs are named, too.
func TestOwnDirectories(t *testing.T) {
	t.Parallel()
	own, tools := install(t, 0o755, "zsv-provider-b", "op"), install(t, 0o755, "zsv-provider-a", "op")
	search := program.Search{Own: own, Path: tools}
	if path, err := search.Find("op"); err != nil || path != filepath.Join(own, "op") {
		t.Errorf("found %s, %v", path, err)
	}
	if diff := cmp.Diff([]string{"zsv-provider-a", "zsv-provider-b"}, search.Names("zsv-provider-")); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	project := t.TempDir()
	search := program.Search{Path: "/bin" + string(os.PathListSeparator) + project, Project: project}
	inherited := []string{"PATH=/evil", "HOME=/home/me", "HOME=/second", "LC_ALL=C", "LCX=1", "LD_PRELOAD=evil.so", "OP_TOKEN=x=y",
		"OPERA=1", "VAULT_TOKEN=canary", "=C:=C:", "NOVALUE", "EXACT=1", "EXACTLY=1"}
	want := []string{"PATH=/bin", "HOME=/home/me", "LC_ALL=C", "OP_TOKEN=x=y", "EXACT=1"}
	if diff := cmp.Diff(want, search.Environment(inherited, []string{"OP_*", "EXACT"})); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}
