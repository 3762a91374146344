package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// settingKey is the change that sets a key of the secret "s".
func settingKey(key, value string) providers.Change {
	return providers.Change{Location: "s", Set: map[string]providers.Value{key: providers.NewValue(value)}}
}

func writeTo(t *testing.T, checker providers.Checker, change providers.Change) (providers.Written, error) {
	t.Helper()
	return checker.(providers.Writer).Write(t.Context(), change)
}

// fetched returns the value of a key of the secret "s"; "(none)" if it has none.
func fetched(t *testing.T, checker providers.Checker, key string) string {
	t.Helper()
	value := "(none)"
	must(t, checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "s", Keys: []string{key}}},
		func(_ int, f providers.Fetched) {
			if found, ok := f.Values[key]; ok {
				value = found.Reveal()
			}
		}))
	return value
}

// refusal returns an error as people read it, its secret parts left to the tests of secrecy.
func refusal(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

func contentOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}

// A store that is not there is made, with its directories, for its owner alone.
func TestWriteMakesTheStore(t *testing.T) {
	t.Parallel()
	for path, file := range map[string]string{
		"a/b/s.yaml": "a/b/s.yaml", "a/s.json": "a/s.json", "a/.env": "a/.env", "a/d": "a/d/s/k",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			change := settingKey("k", "v")
			if locator, ok := checker.(providers.Locator); ok {
				change.Location, file = locator.Locate("s", ""), path
			}
			written, err := writeTo(t, checker, change)
			if diff := cmp.Diff(providers.Written{Created: true, Set: []string{"k"}}, written); diff != "" || err != nil {
				t.Errorf("written %v (-want +got):\n%s", err, diff)
			}
			if got := verdict(t, checker, "s.k"); got != "present" {
				t.Errorf("the key is %s", got)
			}
			for name, want := range map[string]fs.FileMode{file: 0o600, filepath.Dir(file): 0o700, "a": 0o700} {
				if info, err := os.Stat(filepath.Join(dir, name)); runtime.GOOS != "windows" && (err != nil || info.Mode().Perm() != want) {
					t.Errorf("%s: %v, %v, want %v", name, info.Mode().Perm(), err, want)
				}
			}
		})
	}
}

// What only asks for a store that is not there makes nothing.
func TestNothingIsMadeForNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, path := range []string{"a/s.yaml", "a/.env", "a/d"} {
		checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
		change := settingKey("k", "v")
		change.Condition = providers.IfPresent
		if _, err := writeTo(t, checker, change); !errors.Is(err, providers.ErrSecretMissing) {
			t.Errorf("%s: a write gives %v", path, err)
		}
		if deleter, ok := checker.(providers.Deleter); ok {
			if _, err := deleter.Delete(t.Context(), "s"); !errors.Is(err, providers.ErrSecretMissing) {
				t.Errorf("%s: a deletion gives %v", path, err)
			}
			if err := checker.(providers.Renamer).Rename(t.Context(), "s", "t"); !errors.Is(err, providers.ErrSecretMissing) {
				t.Errorf("%s: a rename gives %v", path, err)
			}
		}
		if names, err := os.ReadDir(dir); err != nil || len(names) != 0 {
			t.Errorf("%s: %v was made, %v", path, names, err)
		}
	}
}

// A dotenv file that loses its last variable stays, with nothing in it, and takes others.
func TestTheLastVariableGoes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, ".env", "S_A=x")
	checker := newChecker(t, dir, `path = ".env"`, nil)
	written, err := writeTo(t, checker, providers.Change{Location: "S", Remove: []string{"a"}})
	if diff := cmp.Diff(providers.Written{Removed: []string{"a"}, Warnings: written.Warnings}, written); diff != "" || err != nil {
		t.Errorf("written %v (-want +got):\n%s", err, diff)
	}
	if got := contentOf(t, filepath.Join(dir, ".env")); got != "" {
		t.Errorf("the file has %q", got)
	}
	change := settingKey("b", "y")
	change.Location = "S"
	_, err = writeTo(t, checker, change)
	must(t, err)
	if got := contentOf(t, filepath.Join(dir, ".env")); got != "S_B=y\n" {
		t.Errorf("the file has %q", got)
	}
}

// Links are followed, and stay.
func TestWriteThroughLinks(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]string{"there": "real/s.yaml", "not there yet": "real/new.yaml"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "real/s.yaml", "# kept\ns:\n  a: x\n")
			must(t, os.Symlink(target, filepath.Join(dir, "one.yaml")))
			must(t, os.Symlink("one.yaml", filepath.Join(dir, "two.yaml")))
			checker := newChecker(t, dir, `path = "two.yaml"`, nil)
			_, err := writeTo(t, checker, settingKey("b", "y"))
			must(t, err)
			if got := contentOf(t, filepath.Join(dir, target)); !strings.Contains(got, "  b: \"y\"\n") {
				t.Errorf("the file has %q", got)
			}
			for link, want := range map[string]string{"one.yaml": target, "two.yaml": "one.yaml"} {
				if got, err := os.Readlink(filepath.Join(dir, link)); got != want || err != nil {
					t.Errorf("%s leads to %q, %v", link, got, err)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, "real", scratchName)); err != nil {
				t.Errorf("the lock is not beside the file: %v", err)
			}
		})
	}
}

// A file that others can read is its owner's alone afterwards, and that is said.
func TestWriteNarrowsTheMode(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes here: see this one on another system")
	}
	for path, file := range map[string]string{"s.yaml": "s.yaml", "d": "d/s/a"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, file, map[string]string{"s.yaml": "s:\n  a: x\n", "d": "x"}[path])
			must(t, os.Chmod(filepath.Join(dir, file), 0o644))
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			for _, want := range []int{1, 0} {
				written, err := writeTo(t, checker, settingKey("a", "y"))
				if err != nil || len(written.Warnings) != want {
					t.Errorf("%v, warnings %q, want %d", err, written.Warnings, want)
				}
			}
			if info, err := os.Stat(filepath.Join(dir, file)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the mode is %v, %v", info.Mode(), err)
			}
		})
	}
}

// What may not be written is not, though a rename would succeed.
func TestReadOnlyStores(t *testing.T) {
	t.Parallel()
	const denied = `denied: "s.yaml" is read-only and was not changed; allow its owner to write it, with chmod u+w, if it is to be`
	for path, file := range map[string]string{"s.yaml": "s.yaml", "d": "d/s/a"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, file, "s: {a: x}\n")
			must(t, os.Chmod(filepath.Join(dir, file), 0o400))
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			want := strings.Replace(denied, "s.yaml", path, 1)
			if _, err := writeTo(t, checker, settingKey("a", "y")); refusal(err) != want {
				t.Errorf("a write gives %s\nwant %s", refusal(err), want)
			}
			if _, err := checker.(providers.Deleter).Delete(t.Context(), "s"); refusal(err) != want {
				t.Errorf("a deletion gives %s\nwant %s", refusal(err), want)
			}
			if got := contentOf(t, filepath.Join(dir, file)); got != "s: {a: x}\n" {
				t.Errorf("the file has %q", got)
			}
		})
	}
}

func TestAReadOnlyDirectory(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root writes to every directory: run the tests as another user to see this one")
	}
	dir := t.TempDir()
	write(t, dir, "r/s.yaml", "s: {a: x}\n")
	must(t, os.Chmod(filepath.Join(dir, "r"), 0o500))
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "r"), 0o700) })
	_, err := writeTo(t, newChecker(t, dir, `path = "r/s.yaml"`, nil), settingKey("a", "y"))
	if !strings.HasPrefix(refusal(err), `denied: "r/s.yaml" was not changed: permission denied`) {
		t.Errorf("a write gives %s", refusal(err))
	}
}

// A store that cannot be read is left alone, for its owner to repair.
func TestBrokenStoresAreLeftAlone(t *testing.T) {
	t.Parallel()
	for path, text := range map[string]string{
		"s.yaml": "s: {a: \"x\n", "s.json": `{"s": {"a": "x"`, ".env": "S_A='x\n", "t.yaml": "s: {a: \xff}\n", "u.yaml": "- x\n",
		"v.yaml": "s: {a: x}\n---\nt: {}\n", "w.json": "",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, path, text)
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			_, err := writeTo(t, checker, settingKey("k", "v"))
			if want := fmt.Sprintf("invalid: %q cannot be read as ", path); !strings.HasPrefix(refusal(err), want) {
				t.Errorf("a write gives %s, want %s", refusal(err), want)
			}
			if got := contentOf(t, filepath.Join(dir, path)); got != text {
				t.Errorf("the file has %q", got)
			}
		})
	}
}

// What could not be read again is not written.
func TestTooLargeToBeReadAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for path, value := range map[string]string{
		"s.yaml": strings.Repeat("x", maxSize), "s.json": strings.Repeat("x", maxSize), "d": strings.Repeat("x", maxSize+1),
		"u.yaml": strings.Repeat(",", maxEntries+1),
	} {
		_, err := writeTo(t, newChecker(t, dir, fmt.Sprintf("path = %q", path), nil), settingKey("k", value))
		if got := refusal(err); !strings.HasPrefix(got, "invalid: ") || !strings.Contains(got, "which zsv does not read; keep") {
			t.Errorf("%s: a write gives %.200s", path, got)
		}
		if _, err := os.Stat(filepath.Join(dir, path)); path != "d" && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", path, err)
		}
	}
}

// What HCL may not read, it may not write.
func TestWhatIsNotWritten(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	g.link(t, "../../outside/s.yaml", "project/config/link.yaml")
	g.link(t, "../../outside/none.yaml", "project/config/dangling.yaml")
	g.link(t, filepath.Join(g.base, "outside"), "project/config/dir")
	for _, path := range []string{"link.yaml", "dangling.yaml", "dir/s.yaml", "dir/none/s.yaml", "dir", "dir/d", "/nowhere/s.yaml"} {
		if _, err := writeTo(t, g.checker(t, path), settingKey("k", "v")); !strings.HasPrefix(refusal(err), "untrusted: ") {
			t.Errorf("%s: a write gives %s", path, refusal(err))
		}
	}
	entries, err := os.ReadDir(filepath.Join(g.base, "outside"))
	if err != nil || len(entries) != 1 || contentOf(t, filepath.Join(g.base, "outside/s.yaml")) != "a: {b: x}" {
		t.Errorf("outside are %v, %v", entries, err)
	}
}

// What lies in wait where zsv puts its own files is not written through.
func TestLinksInTheScratch(t *testing.T) {
	t.Parallel()
	for name, link := range map[string]string{
		"the directory": ".zsv", "the lock": ".zsv/s.yaml.lock", "what git ignores": ".zsv/.gitignore",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "s.yaml", "s: {a: x}\n")
			write(t, dir, "victim/file", "untouched")
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, link)), 0o700))
			target := map[bool]string{true: "victim", false: "../victim/file"}[link == ".zsv"]
			must(t, os.Symlink(target, filepath.Join(dir, link)))
			_, err := writeTo(t, newChecker(t, dir, `path = "s.yaml"`, nil), settingKey("a", "y"))
			want := `invalid: "s.yaml" was not changed: .zsv beside it must be a directory, with files of zsv's alone; remove what is there`
			if refusal(err) != want {
				t.Errorf("a write gives %s", refusal(err))
			}
			entries, err := os.ReadDir(filepath.Join(dir, "victim"))
			if err != nil || len(entries) != 1 || contentOf(t, filepath.Join(dir, "victim/file")) != "untouched" {
				t.Errorf("the victim has %v, %v", entries, err)
			}
		})
	}
}

// What a crash leaves behind goes at the next write; what another store's writer is using does not.
func TestLeftoversAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	random := strings.Repeat("A", 26)
	left := map[string]bool{ // and whether it stays
		"s.yaml." + random + ".tmp": false, "s.yaml.x." + random + ".tmp": true, "t.yaml." + random + ".tmp": true,
		"s.yaml.notes.tmp": true, "s.yaml": true,
	}
	for name := range left {
		write(t, dir, ".zsv/"+name, "x")
	}
	_, err := writeTo(t, newChecker(t, dir, `path = "s.yaml"`, nil), settingKey("a", "x"))
	must(t, err)
	for name, want := range left {
		if _, err := os.Stat(filepath.Join(dir, ".zsv", name)); (err == nil) != want {
			t.Errorf("%s: %v, want it to stay: %t", name, err, want)
		}
	}
}

// The end of a context during a write leaves the store as it was.
func TestAnInterruptedWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "s.yaml", "s: {a: x}\n")
	ctx, cancel := context.WithCancel(t.Context())
	x := transaction{store: "s.yaml", patience: patience}
	at, err := newTrust(providers.Surroundings{Dir: dir, ProjectDir: dir}).reach("s.yaml")
	must(t, err)
	_, err = x.update(ctx, at, func([]byte) ([]byte, error) {
		cancel()
		return []byte("s: {}\n"), nil
	})
	if !errors.Is(err, context.Canceled) || contentOf(t, filepath.Join(dir, "s.yaml")) != "s: {a: x}\n" {
		t.Errorf("the update gives %v", err)
	}
	if left := temporaries(t, dir); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
}
