package gitignore_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/gitignore"
)

// git is the judge of its own patterns: whatever is written into .gitignore files, a walk finds the files that it does.
func TestAsGitHasIt(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	lines := []string{"a", "/a", "a/", "*.x", "!b.x", "a/*", "**/b", "a/**", "a/**/b.x", "[ab].x", "[!a].x", "?.x", "./a", "a\t", "a  ",
		`\#c`, "#c", "!a/", "b/a", "/b/", "*", "!*/", `a\ `, "", "b.x\r", "!/a/b.x", "d.x/", "[", "[]", "a**b", "c/./a"}
	names := []string{"a", "b", "c", "d.x"}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 15 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			dir := t.TempDir()
			directories := []string{".", "a", "b", "b/a", "c", "d.x", "a/c"}
			for _, sub := range directories {
				if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			for _, sub := range directories {
				for _, name := range append(slices.Clone(names), "b.x", "a.x", "zz.x", "#c") {
					_ = os.WriteFile(filepath.Join(dir, sub, name), nil, 0o600) // it may be a directory
				}
				var text strings.Builder
				for range random.IntN(4) {
					text.WriteString(lines[random.IntN(len(lines))] + "\n")
				}
				if text.Len() > 0 {
					_ = os.WriteFile(filepath.Join(dir, sub, ".gitignore"), []byte(text.String()), 0o600)
				}
			}
			if diff := cmp.Diff(foundByGit(t, dir), found(t, dir)); diff != "" {
				t.Errorf("(-git +zsv)\n%s", diff)
			}
		})
	}
}

func foundByGit(t *testing.T, dir string) []string {
	t.Helper()
	git := func(args ...string) string {
		output, err := exec.Command("git", append([]string{"-C", dir, "-c", "core.excludesFile=" + os.DevNull}, args...)...).Output()
		if err != nil {
			t.Fatalf("git %q: %v", args, err)
		}
		return string(output)
	}
	git("init", "--quiet")
	all := strings.Split(strings.TrimSuffix(git("ls-files", "-z", "--others", "--exclude-standard"), "\x00"), "\x00")
	all = slices.DeleteFunc(all, func(name string) bool { return name == "" || filepath.Base(name) == ".gitignore" })
	slices.Sort(all)
	return all
}

// found walks a directory as a scan does.
func found(t *testing.T, dir string) []string {
	t.Helper()
	all := []string{}
	patterns := gitignore.Above(dir)
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.Name() == ".git" && entry.IsDir(), file != dir && patterns.Match(filepath.ToSlash(file), entry.IsDir()):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
			patterns.Read(file)
		case entry.Name() != ".gitignore":
			below, _ := filepath.Rel(dir, file)
			all = append(all, filepath.ToSlash(below))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// Patterns that a user gives stand each for itself; one that can match nothing is said.
func TestOf(t *testing.T) {
	t.Parallel()
	patterns, err := gitignore.Of([]string{"./legacy", "*.x", "!keep.x"})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{"legacy": true, "in/legacy": true, "a.x": true, "in/keep.x": false, "b": false} {
		if got := patterns.Match(file, false); got != want {
			t.Errorf("%s: %t, want %t", file, got, want)
		}
	}
	for _, bad := range []string{"", "#a", "/", "!", "\xff", "[\xff", "[z-a]"} {
		if _, err := gitignore.Of([]string{"a", bad}); err == nil {
			t.Errorf("%q is taken for a pattern", bad)
		}
	}
}
