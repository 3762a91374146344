package file

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A block alone locks nobody out: who is left out stays, which a warning says once a run, and is asked about once.
func TestNobodyIsDroppedByABlock(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*consent{"nobody to ask": nil, "a no": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann, bob, eve, dir := newPerson(t), newPerson(t), newPerson(t), t.TempDir()
			sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public(), bob.public())
			around := eve.around(dir)
			around.ConfigDir, around.AcceptRecipient = bob.home, func(string, string) bool { return true }
			if c != nil {
				around.DropRecipient = c.drop
			}
			store := openWith(t, naming(eve.public()), around)
			want := []string{fmt.Sprintf("Those whom recipients leaves out can still read %q; to end that, repeat the command "+
				"with --drop-recipient %s.", defaultPath, ann.public())}
			if diff := cmp.Diff(want, setKey(t, store, "a", "l", "v").Warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if again := setKey(t, store, "a", "m", "v").Warnings; len(again) > 0 {
				t.Errorf("the second write warns again: %q", again)
			}
			for _, p := range []*person{ann, bob, eve} {
				if got := verdict(t, p.open(t, dir, ""), "a.m"); got != "present" {
					t.Errorf("one who could read the store, or is named, sees: %s", got)
				}
			}
			if c != nil && !slices.Equal(c.askedToDrop, []string{ann.public()}) {
				t.Errorf("asked about %q, want only %q, once", c.askedToDrop, ann.public())
			}
		})
	}
}

// The user is asked about everyone who is left out, without the store being locked, and drops some of them.
func TestDroppingSome(t *testing.T) {
	t.Parallel()
	ann, bob, eve, dir := newPerson(t), newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public(), bob.public(), eve.public())
	c := &consent{drops: []string{eve.public()}}
	c.before = func() { setKey(t, bob.open(t, dir, ""), "a", "other", "v") } // would wait if the store were locked
	written := setKey(t, ann.openAsking(t, dir, naming(ann.public()), c), "a", "mine", "v")
	asked := slices.Sorted(slices.Values(c.askedToDrop))
	if want := slices.Sorted(slices.Values([]string{bob.public(), eve.public()})); !slices.Equal(asked, want) {
		t.Errorf("asked about %q, want %q", asked, want)
	}
	if len(written.Warnings) != 2 || !strings.Contains(written.Warnings[0], eve.public()) ||
		!strings.Contains(written.Warnings[1], "--drop-recipient "+bob.public()) {
		t.Errorf("the warnings do not name who was dropped, and then who stays: %q", written.Warnings)
	}
	if got := verdict(t, eve.open(t, dir, ""), "a.mine"); !strings.HasPrefix(got, "error locked: ") {
		t.Errorf("one who was dropped sees: %s", got)
	}
	if got := verdict(t, bob.open(t, dir, ""), "a.mine"); got != "present" {
		t.Errorf("one who stays sees: %s", got)
	}
}

// A change that comes to nothing asks and drops as well, and warns of those who stay without writing anything.
func TestAnEmptyChangeDrops(t *testing.T) {
	t.Parallel()
	ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public(), bob.public())
	nothing := providers.Change{Location: "a", Condition: providers.IfPresent}
	path := filepath.Join(dir, defaultPath)
	before := readText(t, path)
	written, err := ann.open(t, dir, naming(ann.public())).Write(t.Context(), nothing)
	must(t, err)
	if len(written.Warnings) != 1 || !strings.Contains(written.Warnings[0], "--drop-recipient "+bob.public()) {
		t.Errorf("the warnings do not name who stays: %q", written.Warnings)
	}
	if readText(t, path) != before {
		t.Error("a change that comes to nothing wrote the store")
	}
	written, err = ann.openAsking(t, dir, naming(ann.public()), &consent{drops: []string{bob.public()}}).Write(t.Context(), nothing)
	must(t, err)
	if len(written.Warnings) != 1 || !strings.Contains(written.Warnings[0], "cannot be read any more") {
		t.Errorf("the warnings do not say who was dropped: %q", written.Warnings)
	}
	if got := verdict(t, bob.open(t, dir, ""), "a.k"); !strings.HasPrefix(got, "error locked: ") {
		t.Errorf("one who was dropped sees: %s", got)
	}
}

// Where the new ones are refused, nobody is asked about the others: nothing is written.
func TestARefusalComesBeforeDropping(t *testing.T) {
	t.Parallel()
	ann, bob, eve, dir := newPerson(t), newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public(), bob.public())
	c := &consent{drops: []string{bob.public()}}
	_, err := ann.openAsking(t, dir, naming(eve.public()), c).Write(t.Context(), sealedChange("a", "k", "w"))
	wantRefused(t, err, providers.Untrusted, "--accept-recipient "+eve.public())
	if len(c.askedToDrop) > 0 || verdict(t, bob.open(t, dir, ""), "a.k") != "present" {
		t.Errorf("asked to drop %q", c.askedToDrop)
	}
}

// Consent asks all that a write would, once, changes nothing, and refuses what a write would.
func TestConsentBeforeAWrite(t *testing.T) {
	t.Parallel()
	for name, makes := range map[string]func(t *testing.T, dir string, ann *person){
		"a new store":  func(*testing.T, string, *person) {},
		"an old store": func(t *testing.T, dir string, ann *person) { setKey(t, ann.open(t, dir, ""), "a", "k", "v") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann, eve, dir := newPerson(t), newPerson(t), t.TempDir()
			makes(t, dir, ann)
			before := filesBelow(t, dir)
			for _, accepts := range []bool{false, true} {
				c := &consent{}
				if accepts {
					c.accepts = []string{eve.public()}
				}
				store := encryptedChecker{ann.openAsking(t, dir, naming(ann.public(), eve.public()), c)}
				err := store.Consent(t.Context())
				if accepts {
					must(t, err)
					must(t, store.Consent(t.Context()))
				} else {
					wantRefused(t, err, providers.Untrusted, "--accept-recipient "+eve.public())
				}
				if !slices.Equal(c.asked, []string{eve.public()}) {
					t.Errorf("asked about %q, want %q", c.asked, eve.public())
				}
				if diff := cmp.Diff(before, filesBelow(t, dir)); diff != "" {
					t.Errorf("something was written (-before +after):\n%s", diff)
				}
				if accepts {
					setKey(t, store, "a", "l", "v")
				}
				if len(c.asked) != 1 {
					t.Errorf("the write asks again: %q", c.asked)
				}
			}
		})
	}
}
