package file

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// sealAt puts a store with one secret at a path of a project, as anyone can who knows the public keys.
func sealAt(t *testing.T, dir, path string, recipients ...string) {
	t.Helper()
	from := t.TempDir()
	sealFor(t, from, providertest.Store{"a": {"k": "v"}}, recipients...)
	write(t, dir, path, readText(t, filepath.Join(from, defaultPath)))
}

// A store that stands in the place of the user's lets nobody in, whatever its list and the block say: neither there, nor at
// another path of the project.
func TestAForgedStore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ path, argument, block string }{
		"its list":             {path: defaultPath},
		"its list and block":   {path: defaultPath, block: "names Eve"},
		"a block without Eve":  {path: defaultPath, block: "names Ann"},
		"another path":         {path: "other/new.age", argument: `path = "other/new.age"`},
		"another path, linked": {path: "new.age", argument: `path = "linked.age"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann, eve, dir := newPerson(t), newPerson(t), t.TempDir()
			setKey(t, ann.open(t, dir, ""), "a", "k", "v")
			sealAt(t, dir, c.path, ann.public(), eve.public())
			must(t, os.Symlink("new.age", filepath.Join(dir, "linked.age")))
			source := map[string]string{"": c.argument, "names Eve": naming(ann.public(), eve.public()),
				"names Ann": naming(ann.public())}[c.block]
			before := readText(t, filepath.Join(dir, c.path))
			_, err := ann.open(t, dir, source).Write(t.Context(), sealedChange("a", "l", "v"))
			wantRefused(t, err, providers.Untrusted, "--accept-recipient "+eve.public())
			_, detail := providers.ReasonOf(err)
			if strings.Contains(detail, "take them out of recipients") != (c.block == "names Eve") {
				t.Errorf("the remedy does not fit the block: %s", detail)
			}
			if readText(t, filepath.Join(dir, c.path)) != before {
				t.Error("the store was written")
			}
		})
	}
}

// Wherever in the project the user has written before, a store that is new to the user lets nobody in: after one outside of
// the project, in another work tree of the repository, and where one lay that was moved since.
func TestAForgedStoreInAKnownProject(t *testing.T) {
	t.Parallel()
	refuses := func(t *testing.T, ann, eve *person, around providers.Surroundings, source, path string) {
		t.Helper()
		sealAt(t, around.Dir, path, ann.public(), eve.public())
		_, err := openWith(t, source, around).Write(t.Context(), sealedChange("a", "l", "v"))
		wantRefused(t, err, providers.Untrusted, "--drop-recipient "+eve.public())
	}
	t.Run("after one outside", func(t *testing.T) {
		t.Parallel()
		ann, eve, outside := newPerson(t), newPerson(t), t.TempDir()
		around := ann.around(t.TempDir())
		around.TrustedPaths = []string{outside}
		setKey(t, openWith(t, fmt.Sprintf("path = %q", filepath.Join(outside, "s.age")), around), "a", "k", "v")
		refuses(t, ann, eve, around, "", defaultPath)
	})
	t.Run("another work tree", func(t *testing.T) {
		t.Parallel()
		ann, bob, eve, dir := newPerson(t), newPerson(t), newPerson(t), t.TempDir()
		accept := &consent{accepts: []string{bob.public()}}
		setKey(t, ann.openAsking(t, initialised(t, dir), naming(bob.public()), accept), "a", "k", "v")
		tree := filepath.Join(dir, ".worktrees", "b")
		run(t, dir, "worktree", "add", "--quiet", tree)
		sealAt(t, tree, defaultPath, ann.public(), bob.public())
		setKey(t, ann.open(t, tree, ""), "a", "k", "v") // whom the user knows in one work tree, is known in the other
		refuses(t, ann, eve, ann.around(tree), "", defaultPath)
		refuses(t, ann, eve, ann.around(dir), `path = "x.age"`, "x.age")
	})
	t.Run("where one was", func(t *testing.T) {
		t.Parallel()
		ann, eve, dir := newPerson(t), newPerson(t), t.TempDir()
		both := `path = "old.age"` + "\n" + naming(eve.public())
		setKey(t, ann.openAsking(t, dir, both, &consent{accepts: []string{eve.public()}}), "a", "k", "v")
		must(t, os.Rename(filepath.Join(dir, "old.age"), filepath.Join(dir, defaultPath)))
		around := ann.around(dir)
		around.DroppedRecipients = []string{eve.public()}
		setKey(t, openWith(t, "", around), "a", "k", "v")
		refuses(t, ann, eve, ann.around(dir), `path = "old.age"`, "old.age")
		refuses(t, ann, eve, ann.around(dir), `path = "new.age"`, "new.age")
	})
}

// initialised makes a git repository with one commit.
func initialised(t *testing.T, dir string) string {
	t.Helper()
	run(t, dir, "init", "--quiet")
	run(t, dir, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "--message=first")
	return dir
}

// On the user's word a reader stays whom somebody else let in, or goes; and is known, or not there, afterwards.
func TestAReaderWhomSomebodyElseLetIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accepts bool
		source  func(ann *person) string
	}{
		"stays":                     {true, func(*person) string { return "" }},
		"stays, though left out":    {true, func(ann *person) string { return naming(ann.public()) }},
		"goes":                      {false, func(*person) string { return "" }},
		"goes, as the block has it": {false, func(ann *person) string { return naming(ann.public()) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
			setKey(t, ann.open(t, dir, ""), "a", "k", "v")
			sealAt(t, dir, defaultPath, ann.public(), bob.public())
			answer, want := &consent{drops: []string{bob.public()}}, []string{bob.public(), bob.public()}
			if c.accepts {
				answer, want = &consent{accepts: []string{bob.public()}}, []string{bob.public()}
			}
			source := c.source(ann)
			store := ann.openAsking(t, dir, source, answer)
			setKey(t, store, "a", "l", "v")
			setKey(t, store, "a", "m", "v")
			if asked := slices.Concat(answer.asked, answer.askedToDrop); !slices.Equal(asked, want) {
				t.Errorf("asked about %q, want %q", asked, want)
			}
			if !strings.Contains(answer.situations[0], "whom you have not let in") {
				t.Errorf("asked: %s", answer.situations)
			}
			setKey(t, ann.open(t, dir, source), "a", "n", "v")
			got := verdict(t, bob.open(t, dir, ""), "a.n")
			if c.accepts != (got == "present") {
				t.Errorf("Bob sees: %s", got)
			}
		})
	}
}

// Whom the store has lost meanwhile is new to it again, although the user knows them.
func TestAReaderWhoComesBack(t *testing.T) {
	t.Parallel()
	ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
	both := naming(ann.public(), bob.public())
	setKey(t, ann.openAsking(t, dir, both, &consent{accepts: []string{bob.public()}}), "a", "k", "v")
	sealAt(t, dir, defaultPath, ann.public())
	_, err := ann.open(t, dir, both).Write(t.Context(), sealedChange("a", "l", "v"))
	wantRefused(t, err, providers.Untrusted, "--accept-recipient "+bob.public())
}

// The readers of a store that the user meets first are taken as they are, and said once. Other projects are met by
// themselves.
func TestTheFirstMeeting(t *testing.T) {
	t.Parallel()
	ann, bob := newPerson(t), newPerson(t)
	for range 2 {
		dir := t.TempDir()
		sealAt(t, dir, defaultPath, ann.public(), bob.public())
		var told []string
		around := bob.around(dir)
		around.Tell = func(text string) { told = append(told, text) }
		for range 2 {
			store := openWith(t, "", around)
			setKey(t, store, "a", "l", "v")
			setKey(t, store, "a", "m", "v")
		}
		if len(told) != 1 || !strings.Contains(told[0], ann.public()) || strings.Contains(told[0], bob.public()) {
			t.Errorf("told %q, want once of the other reader", told)
		}
	}
}

// To look at a store leaves no trace in the user's directory.
func TestReadingRemembersNothing(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	sealAt(t, dir, defaultPath, ann.public())
	before := filesBelow(t, ann.home)
	verdict(t, ann.open(t, dir, ""), "a.k")
	valuesOf(t, ann.open(t, dir, ""), "a")
	if diff := cmp.Diff(before, filesBelow(t, ann.home)); diff != "" {
		t.Error(diff)
	}
}

// The memory is the user's alone, and has the names of nothing that is secret.
func TestWhatIsRemembered(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	setKey(t, ann.open(t, dir, ""), "mysecretsname", "mykeysname", providertest.Canary)
	files := filesBelow(t, filepath.Join(ann.home, memoryName))
	if len(files) != 1 {
		t.Fatalf("%d files, want 1", len(files))
	}
	for path, text := range files {
		want := fmt.Sprintf("{\n  \"project\": %q,\n  \"stores\": {\n    \".zsv/secrets.age\": [\n      %q\n    ]\n  }\n}\n",
			canonical(dir), ann.public())
		if diff := cmp.Diff(want, text); diff != "" {
			t.Error(diff)
		}
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("its mode is %#o", info.Mode().Perm())
		}
	}
}

// A memory that cannot be read is not taken for one that is empty; stores are read all the same.
func TestABrokenMemory(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"empty": "", "cut short": `{"store": "/a`, "null": "null", "others": `{"a": 1}`} {
		ann, dir := newPerson(t), t.TempDir()
		setKey(t, ann.open(t, dir, ""), "a", "k", "v")
		for path := range filesBelow(t, filepath.Join(ann.home, memoryName)) {
			must(t, os.WriteFile(path, []byte(text), 0o600))
			_, err := ann.open(t, dir, "").Write(t.Context(), sealedChange("a", "l", "v"))
			wantRefused(t, err, providers.Invalid, path)
			sealAt(t, dir, "other.age", ann.public())
			_, err = ann.open(t, dir, `path = "other.age"`).Write(t.Context(), sealedChange("a", "l", "v"))
			wantRefused(t, err, providers.Invalid, path)
		}
		if got := verdict(t, ann.open(t, dir, ""), "a.k"); got != "present" {
			t.Errorf("%s: reading gives %s", name, got)
		}
	}
}

// Where nothing can be remembered, the log says so once, and the store is written.
func TestAMemoryThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	var log bytes.Buffer
	around := ann.around(dir)
	around.ConfigDir, around.AgeKeyFile = os.DevNull, ann.keyFile()
	around.Log = slog.New(slog.NewTextHandler(&log, nil))
	store := openWith(t, "", around)
	setKey(t, store, "a", "k", "v")
	if got := strings.Count(log.String(), "cannot remember"); got != 1 {
		t.Errorf("said %d times: %s", got, &log)
	}
	if got := verdict(t, store, "a.k"); got != "present" {
		t.Error(got)
	}
}
