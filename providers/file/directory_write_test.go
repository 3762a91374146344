package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// tree returns the files of a directory with what they hold, "/" for directories and "-> target" for links. The scratch
// is left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		switch {
		case err != nil || name == ".":
			return err
		case entry.Name() == scratchName:
			return filepath.SkipDir
		case entry.IsDir():
			all[filepath.ToSlash(name)] = "/"
		case entry.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			all[filepath.ToSlash(name)] = "-> " + target
			return err
		default:
			all[filepath.ToSlash(name)] = contentOf(t, path)
		}
		return nil
	}))
	return all
}

// secretsIn lays out a directory.
func secretsIn(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"d/s/a", "d/s/b", "d/s/c", "d/team/db/k", "d/mixed/k", "d/mixed/inner/k"} {
		write(t, dir, name, name)
	}
	must(t, os.Symlink("s", filepath.Join(dir, "d/linked")))
	must(t, os.Symlink("a", filepath.Join(dir, "d/s/link")))
	return dir
}

func TestDirectoryEdits(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]map[string]string{
		"set s.a=1": {"d/s/a": "1"},
		"set s.a=1; set s.new=2; remove s.b; remove s.none": {"d/s/a": "1", "d/s/new": "2", "d/s/b": ""},
		"remove s.link":                {"d/s/link": ""},
		"remove s.link; remove s.a":    {"d/s/link": "", "d/s/a": ""},
		"set new.k=v; set new.l=":      {"d/new": "/", "d/new/k": "v", "d/new/l": "\x00"},
		"set deep/er.k=v":              {"d/deep": "/", "d/deep/er": "/", "d/deep/er/k": "v"},
		"set team.k=v":                 {"d/team/k": "v"},
		"set team.k=v; set team.l=w":   {"d/team/k": "v", "d/team/l": "w"},
		"set mixed.k=1; set mixed.l=2": {"d/mixed/k": "1", "d/mixed/l": "2"},
		"create bare":                  {"d/bare": "/"},
		"delete s":                     {"d/s": "", "d/s/a": "", "d/s/b": "", "d/s/c": "", "d/s/link": ""},
		"delete team/db":               {"d/team": "", "d/team/db": "", "d/team/db/k": ""},
		"rename team/db to/there":      {"d/team": "", "d/team/db": "", "d/team/db/k": "", "d/to": "/", "d/to/there": "/", "d/to/there/k": "d/team/db/k"},
		"set s.a=1; keep":              {},
		"set linked.a=1":               nil,
		"delete linked":                nil,
		"rename linked x":              nil,
		"rename s linked":              nil,
		"rename s s/x":                 nil,
		"set s.link=1":                 nil,
		"delete mixed":                 nil,
		"rename mixed x":               nil,
		"set mixed.inner=1":            nil,
		"set s/a.k=1":                  nil,
		"set .zsv.k=1":                 nil,
		"set ..x.k=1":                  nil,
		"set ../s.k=1":                 nil,
		"set s/.ZSV.k=1":               nil,
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			dir := secretsIn(t)
			expected := tree(t, dir)
			for name, text := range want {
				switch text {
				case "":
					delete(expected, name)
				case "\x00":
					expected[name] = ""
				default:
					expected[name] = text
				}
			}
			err := editStore(t, newChecker(t, dir, `path = "d"`, nil), command)
			var known *providers.Error
			if want != nil && err != nil || want == nil && !errors.As(err, &known) && !errors.Is(err, providers.ErrSecretExists) {
				t.Errorf("the error is %v", err)
			}
			if diff := cmp.Diff(expected, tree(t, dir)); diff != "" {
				t.Errorf("the directory (-want +got):\n%s", diff)
			}
			if left := temporaries(t, dir); len(left) != 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// editStore makes an edit as apply does, through a provider.
func editStore(t *testing.T, checker providers.Checker, command string) error {
	t.Helper()
	words := strings.Fields(command)
	switch words[0] {
	case "delete":
		_, err := checker.(providers.Deleter).Delete(t.Context(), words[1])
		return err
	case "rename":
		return checker.(providers.Renamer).Rename(t.Context(), words[1], words[2])
	}
	_, err := writeTo(t, checker, changeOf(command))
	return err
}

// What the kubelet keeps up to date, it would set back.
func TestMountsOfKubernetesAreNotWritten(t *testing.T) {
	t.Parallel()
	dir := mounted(t)
	write(t, dir, "whole/..2025/a", "x")
	must(t, os.Symlink("..2025", filepath.Join(dir, "whole/..data")))
	before := tree(t, dir)
	for path, commands := range map[string][]string{
		"m": {"set mlflow.password=y", "set mlflow.new=y", "remove mlflow.empty", "delete mlflow", "rename mlflow x"}, "whole": {"set new.k=v"},
	} {
		for _, command := range commands {
			err := editStore(t, newChecker(t, dir, `path = "`+path+`"`, nil), command)
			want := `unsupported: "` + path + `" was not changed: Kubernetes keeps it up to date, and would undo the change; change ` +
				`the Secret in Kubernetes`
			if refusal(err) != want {
				t.Errorf("%s: %s gives %s", path, command, refusal(err))
			}
		}
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("the directory (-before +after):\n%s", diff)
	}
}

func TestDirectoryLists(t *testing.T) {
	t.Parallel()
	dir := secretsIn(t)
	must(t, os.MkdirAll(filepath.Join(dir, "d/bare"), 0o700))
	must(t, os.Symlink("..", filepath.Join(dir, "d/team/up")))
	must(t, os.Symlink("../..", filepath.Join(dir, "d/team/out")))
	must(t, os.Symlink("none", filepath.Join(dir, "d/s/dangling")))
	checker := newChecker(t, dir, `path = "d"`, nil)
	_, err := writeTo(t, checker, settingKey("a", "x")) // so that there is a scratch
	must(t, err)
	names, err := checker.(providers.Lister).List(t.Context())
	must(t, err)
	if diff := cmp.Diff([]string{"bare", "linked", "mixed", "mixed/inner", "s", "team", "team/db", "team/up"}, names); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
	for location, want := range map[string][]string{"s": {"a", "b", "c", "link"}, "mixed": {"k"}, "bare": nil, "linked": {"a", "b", "c", "link"}} {
		list, err := checker.(providers.KeyLister).ListKeys(t.Context(), location)
		must(t, err)
		if diff := cmp.Diff(want, list.Keys); diff != "" || list.Secret != providers.Present {
			t.Errorf("%s is %s, keys (-want +got):\n%s", location, list.Secret, diff)
		}
	}
}

// A secret whose directory was exchanged keeps its files' owners and modes, and those of its own.
func TestAnExchangedDirectoryKeepsItsMode(t *testing.T) {
	t.Parallel()
	dir := secretsIn(t)
	must(t, os.Chmod(filepath.Join(dir, "d/s"), 0o750))
	must(t, os.Chmod(filepath.Join(dir, "d/s/c"), 0o640))
	must(t, editStore(t, newChecker(t, dir, `path = "d"`, nil), "set s.a=1; set s.b=2"))
	for name, want := range map[string]fs.FileMode{"d/s": 0o750, "d/s/a": 0o600, "d/s/b": 0o600, "d/s/c": 0o640} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode().Perm(), err, want)
		}
	}
}
