package file

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// Of the places that may have the identity the first one that is given counts, and no other.
func TestWhereTheIdentityComesFrom(t *testing.T) {
	t.Parallel()
	ann, eve, dir := newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	none := filepath.Join(dir, "none")
	for name, test := range map[string]struct {
		environ    []string
		configured string
		home       string
		want       string
	}{
		"the key itself": {environ: []string{"ZSV_AGE_KEY=" + ann.String(), "ZSV_AGE_KEY_FILE=" + eve.keyFile()},
			configured: eve.keyFile(), home: eve.home, want: "present"},
		"the variable's file": {environ: []string{"ZSV_AGE_KEY_FILE=" + ann.keyFile()}, configured: eve.keyFile(),
			home: eve.home, want: "present"},
		"the configured file": {configured: ann.keyFile(), home: eve.home, want: "present"},
		"the default file":    {home: ann.home, want: "present"},
		"empty variables":     {environ: []string{"ZSV_AGE_KEY= ", "ZSV_AGE_KEY_FILE="}, home: ann.home, want: "present"},
		"another one's key":   {environ: []string{"ZSV_AGE_KEY=" + eve.String()}, home: ann.home, want: eve.public()},
		"a missing variable's file": {environ: []string{"ZSV_AGE_KEY_FILE=none"}, configured: ann.keyFile(), home: ann.home,
			want: `none", which ZSV_AGE_KEY_FILE names`},
		"a missing configured file": {configured: none, home: ann.home, want: `none", which age_key_file in your own configuration`},
		"no file":                   {home: none, want: "to someone who has access: zsv identity --make"},
		"no home":                   {want: "your home directory is not known"},
	} {
		around := ann.around(dir)
		around.Environ, around.AgeKeyFile, around.ConfigDir = test.environ, test.configured, test.home
		got := verdict(t, openWith(t, "", around), "a.k")
		if got != test.want && (test.want == "present" || !strings.Contains(got, test.want) ||
			!strings.HasPrefix(got, "error locked: ")) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// A path of the environment starts where zsv was started, as all others there.
func TestARelativeKeyFile(t *testing.T) {
	t.Parallel()
	ann, dir, elsewhere := newPerson(t), t.TempDir(), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	write(t, elsewhere, "key", ann.String())
	around := ann.around(dir)
	around.WorkingDir, around.Environ = elsewhere, []string{"ZSV_AGE_KEY_FILE=key"}
	if got := verdict(t, openWith(t, "", around), "a.k"); got != "present" {
		t.Error(got)
	}
}

func TestFilesOfIdentities(t *testing.T) {
	t.Parallel()
	ann, eve := newPerson(t), newPerson(t)
	dir := t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	for text, want := range map[string]string{
		"# created: today\r\n# public key: " + ann.public() + "\r\n" + ann.String() + "\r\n": "present",
		"\n\n" + eve.String() + "\n  " + ann.String() + "  ":                                 "present",
		"AGE-PLUGIN-YUBIKEY-1QQQ\n" + ann.String():                                           "present",
		"":                           "has no identity that zsv can use",
		"# " + ann.String():          "has no identity that zsv can use",
		"AGE-PLUGIN-YUBIKEY-1QQQ":    "has no identity that zsv can use",
		ann.String() + "\nsomething": "line 2 of ",
		ann.String()[:50]:            "line 1 of ",
		ann.String() + "X":           "line 1 of ",
		strings.Replace(ann.String(), "1", "1Q", 1): "line 1 of ",
		"age-encryption.org/v1\n-> scrypt":          "line 1 of ",
		strings.Repeat("#\n", maxKeyFile):           "is too large",
	} {
		must(t, os.WriteFile(ann.keyFile(), []byte(text), 0o600))
		got := verdict(t, ann.open(t, dir, ""), "a.k")
		if !strings.Contains(got, want) || want != "present" && !strings.HasPrefix(got, "error locked: ") {
			t.Errorf("%.80q: %s, want %s", text, got, want)
		}
		if shows(got, ann) || shows(got, eve) {
			t.Errorf("%.80q: the message shows the key: %s", text, got)
		}
	}
}

// shows says whether text has a part of a private key.
func shows(text string, p *person) bool {
	key := strings.TrimPrefix(p.String(), identityPrefix)
	text = strings.ToUpper(text)
	for i := 0; i+8 <= len(key); i++ {
		if strings.Contains(text, key[i:i+8]) {
			return true
		}
	}
	return false
}

// A key file is opened only if it is a file: a pipe would be waited for.
func TestAKeyFileThatIsNone(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	around := ann.around(dir)
	around.AgeKeyFile = os.DevNull
	if got := verdict(t, openWith(t, "", around), "a.k"); !strings.Contains(got, "is no regular file") {
		t.Error(got)
	}
}

func TestAKeyFileThatIsShared(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	for mode, want := range map[os.FileMode]int{0o600: 0, 0o400: 0, 0o640: 1, 0o604: 1} {
		must(t, os.Chmod(ann.keyFile(), mode))
		var log bytes.Buffer
		around := ann.around(dir)
		around.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
		store := openWith(t, "", around)
		for range 2 {
			if got := verdict(t, store, "a.k"); got != "present" {
				t.Errorf("mode %#o: %s", mode, got)
			}
		}
		if got := strings.Count(log.String(), "chmod 600"); got != want {
			t.Errorf("mode %#o: %d warnings, want %d: %s", mode, got, want, &log)
		}
	}
}

// The first write makes an identity, and says where; checks, and writes that are refused, make none.
func TestTheFirstWriteMakesAnIdentity(t *testing.T) {
	t.Parallel()
	dir, home := t.TempDir(), filepath.Join(t.TempDir(), "config", "zsv")
	var told []string
	around := providers.Surroundings{Dir: dir, ProjectDir: dir, ConfigDir: home, Log: slog.New(slog.DiscardHandler),
		Tell: func(text string) { told = append(told, text) }}
	store := openWith(t, "", around)
	if got := verdict(t, store, "a.k"); got != "missing secret" {
		t.Errorf("a store that is not there: %s", got)
	}
	_, err := store.Write(t.Context(), providers.Change{Location: "a", Condition: providers.IfPresent})
	if !errors.Is(err, providers.ErrSecretMissing) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Dir(home)); !os.IsNotExist(err) || len(told) > 0 {
		t.Fatalf("something was made before there was something to write: %v, %q", err, told)
	}
	setKey(t, store, "a", "k", "v")
	setKey(t, store, "a", "l", "v")
	path := filepath.Join(home, "age-key.txt")
	for name, want := range map[string]os.FileMode{path: 0o600, home: 0o700, filepath.Join(dir, defaultPath): 0o600} {
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("the mode of %s is %#o, want %#o", name, info.Mode().Perm(), want)
		}
	}
	if len(told) != 1 || !strings.Contains(told[0], path) || !strings.Contains(told[0], "age1") ||
		strings.Contains(told[0], identityPrefix) {
		t.Errorf("told %q", told)
	}
	wantOnlyTheIdentity(t, home)
	if got := verdict(t, openWith(t, "", around), "a.k"); got != "present" {
		t.Errorf("afterwards: %s", got)
	}
}

// wantOnlyTheIdentity demands that nothing but the identity, and who can read which store, is in the user's directory.
func wantOnlyTheIdentity(t *testing.T, home string) {
	t.Helper()
	entries, err := os.ReadDir(home)
	must(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if diff := cmp.Diff([]string{keyFileName, memoryName}, names); diff != "" {
		t.Errorf("in the user's directory (-want +got):\n%s", diff)
	}
}

// A file that the user names is the user's to make, and a store that is there needs an identity that can read it.
func TestNoIdentityIsMade(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	none := filepath.Join(dir, "none")
	for name, around := range map[string]func(*providers.Surroundings){
		"named":      func(s *providers.Surroundings) { s.AgeKeyFile, s.ConfigDir = filepath.Join(none, "key"), none },
		"no home":    func(s *providers.Surroundings) { s.ConfigDir = "" },
		"broken key": func(s *providers.Surroundings) { s.Environ, s.ConfigDir = []string{"ZSV_AGE_KEY=x"}, none },
	} {
		surroundings := ann.around(dir)
		around(&surroundings)
		_, err := openWith(t, "", surroundings).Write(t.Context(), sealedChange("a", "k", "v"))
		wantRefused(t, err, providers.Locked, "ZSV_AGE_KEY")
		if files := filesBelow(t, dir); len(files) > 0 {
			t.Errorf("%s: made %v", name, files)
		}
	}
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	around := ann.around(dir)
	around.ConfigDir = none
	_, err := openWith(t, "", around).Write(t.Context(), sealedChange("a", "k", "w"))
	wantRefused(t, err, providers.Locked, "zsv identity --make")
	if _, err := os.Stat(none); !os.IsNotExist(err) {
		t.Error("an identity was made for a store that it cannot read")
	}
}

func TestAnIdentityThatCannotBeMade(t *testing.T) {
	t.Parallel()
	dir, home := t.TempDir(), t.TempDir()
	write(t, home, "file", "")
	around := providers.Surroundings{Dir: dir, ProjectDir: dir, ConfigDir: filepath.Join(home, "file"),
		Log: slog.New(slog.DiscardHandler)}
	_, err := openWith(t, "", around).Write(t.Context(), sealedChange("a", "k", "v"))
	if _, detail := providers.ReasonOf(err); err == nil || !strings.Contains(detail, "not a directory") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, defaultPath)); !os.IsNotExist(err) {
		t.Error("a store was written without an identity")
	}
}

// Processes that write for the first time, each to a store of its own, share one identity.
func TestProcessesMakeOneIdentity(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var (
		wait     sync.WaitGroup
		commands []*exec.Cmd
	)
	for i := range 8 {
		commands = append(commands, writer(t, dir, fmt.Sprintf("%d.age", i), "p", 0, 1))
	}
	for _, command := range commands {
		wait.Go(func() {
			if err := command.Run(); err != nil {
				t.Errorf("a writer failed: %v", err)
			}
		})
	}
	wait.Wait()
	for i := range commands {
		if got := verdict(t, newChecker(t, dir, fmt.Sprintf(`path = "%d.age"`, i), nil), "s.p_0"); got != "present" {
			t.Errorf("store %d: %s", i, got)
		}
	}
	wantOnlyTheIdentity(t, homeIn(dir))
}
