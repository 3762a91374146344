package file

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// Neither the file, nor what is written on the way to it, nor anything that is said has a value, or a name, in clear.
func TestNothingOfAnEncryptedStoreIsInClear(t *testing.T) {
	t.Parallel()
	me, dir := newPerson(t), t.TempDir()
	var log bytes.Buffer
	around := me.around(dir)
	around.Environ = []string{"ZSV_AGE_KEY=" + me.String()}
	around.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 8}))
	store := openWith(t, "", around)
	stop := watch(t, dir)
	for range 50 {
		change := sealedChange("mysecretsname", "mykeysname", providertest.Canary+strings.Repeat(" filler", 5000))
		if _, err := store.Write(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	seen := stop()
	for name, text := range filesBelow(t, dir) {
		seen[name] = text
	}
	seen["the log"] = log.String()
	seen["the provider"] = fmt.Sprintf("%+v %#v %+v %#v", store, store, store.encrypted, store.encrypted.keys)
	for name, text := range seen {
		if providertest.ShowsValue(text) || shows(text, me) ||
			name != "the log" && (strings.Contains(text, "mysecretsname") || strings.Contains(text, "mykeysname")) {
			t.Errorf("%s shows what is secret", name)
		}
	}
	if temporary := len(seen); temporary < 5 {
		t.Errorf("only %d files were looked at", temporary)
	}
}

// watch reads the files of a directory again and again, until it is stopped, and returns what it saw of each.
func watch(t *testing.T, dir string) (stop func() map[string]string) {
	t.Helper()
	var stopped atomic.Bool
	result := make(chan map[string]string)
	go func() {
		seen := map[string]string{}
		for !stopped.Load() {
			_ = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, _ error) error {
				if text, err := os.ReadFile(path); err == nil && len(text) > 0 {
					seen[path] = string(text)
				}
				return nil
			})
		}
		result <- seen
	}()
	return func() map[string]string {
		stopped.Store(true)
		return <-result
	}
}

// git sees the store, which may be shared, and nothing else of what writing it leaves.
func TestGitSeesOnlyTheEncryptedStore(t *testing.T) {
	t.Parallel()
	me := newPerson(t)
	for source, want := range map[string]string{
		"":                            "?? .zsv/secrets.age\n",
		`path = "team/shared.age"`:    "?? team/shared.age\n",
		`path = "team/.zsv/some.age"`: "",
	} {
		dir := canonical(t.TempDir())
		run(t, dir, "init", "--quiet")
		store := me.open(t, dir, source)
		setKey(t, store, "a", "k", "v")
		write(t, dir, ".zsv/secrets.age.ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp", "as a crash leaves it")
		write(t, dir, ".zsv/.gitignore", readOr(filepath.Join(dir, ".zsv/.gitignore"), ignored))
		command := exec.Command("git", "status", "--porcelain", "--untracked-files=all")
		command.Dir = dir
		output, err := command.Output()
		must(t, err)
		if string(output) != want {
			t.Errorf("%s: git sees %q, want %q", source, output, want)
		}
		run(t, dir, "add", ".")
		verdict(t, store, "a.k")
		if warnings := store.Warnings(); len(warnings) > 0 {
			t.Errorf("%s: an encrypted store in git is warned about: %v", source, warnings)
		}
	}
}

// git takes a store for binary, however small: it neither merges its lines nor changes their ends.
func TestGitTakesAStoreForBinary(t *testing.T) {
	t.Parallel()
	me, dir := newPerson(t), t.TempDir()
	run(t, dir, "init", "--quiet")
	for i := range 50 {
		path := fmt.Sprintf("%d.age", i)
		setKey(t, me.open(t, dir, fmt.Sprintf("path = %q", path)), "a", "k", "v")
		run(t, dir, "add", path)
	}
	command := exec.Command("git", "diff", "--cached", "--numstat", "--", "*.age")
	command.Dir = dir
	output, err := command.Output()
	must(t, err)
	for line := range strings.Lines(string(output)) {
		if !strings.HasPrefix(line, "-\t-\t") {
			t.Errorf("git takes it for text: %s", line)
		}
	}
	if n := strings.Count(string(output), "\n"); n != 50 {
		t.Errorf("git sees %d stores, want 50", n)
	}
}

func readOr(path, otherwise string) string {
	if text, err := os.ReadFile(path); err == nil {
		return string(text)
	}
	return otherwise
}

// Without a store all is missing, and people are told what makes one.
func TestAMissingEncryptedStore(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"", `path = "none/team.age"`} {
		store := newPerson(t).open(t, t.TempDir(), source)
		if got := verdict(t, store, "a.k"); got != "missing secret" {
			t.Errorf("%s: %s", source, got)
		}
		warnings := store.Warnings()
		if len(warnings) != 1 || warnings[0].Rule != "missing-store" || !strings.Contains(warnings[0].Detail, "zsv apply") {
			t.Errorf("%s: %v", source, warnings)
		}
		names, err := store.List(t.Context())
		if err != nil || len(names) > 0 {
			t.Errorf("%s: List gives %q, %v", source, names, err)
		}
	}
}

// A store is not followed out of the project.
func TestAnEncryptedStoreOutsideTheProject(t *testing.T) {
	t.Parallel()
	me, dir, outside := newPerson(t), canonical(t.TempDir()), t.TempDir()
	must(t, os.Symlink(outside, filepath.Join(dir, scratchName)))
	store := me.open(t, dir, "")
	if got := verdict(t, store, "a.k"); !strings.HasPrefix(got, "error untrusted: ") {
		t.Error(got)
	}
	_, err := store.Write(t.Context(), sealedChange("a", "k", "v"))
	wantRefused(t, err, providers.Untrusted)
	if files := filesBelow(t, outside); len(files) > 0 {
		t.Errorf("files were made outside: %v", files)
	}
}
