package file

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// keeping returns a ground with stores, links to them, and files beside them.
func keeping(t *testing.T) *ground {
	t.Helper()
	g := newGround(t)
	for _, name := range []string{"project/config/dir/secret/key", "project/config/other.yaml", "outside/dir/secret/key"} {
		write(t, g.base, name, "x")
	}
	g.link(t, "config/s.yaml", "project/link.yaml")
	g.link(t, "config", "project/same")
	g.link(t, "project/config/dir", "indir")
	g.link(t, "s.yaml", "project/config/linked.yaml")
	for from, to := range map[string]string{"s.yaml": "hard.yaml", "dir/secret/key": "hardkey"} {
		must(t, os.Link(filepath.Join(g.project, "config", from), filepath.Join(g.base, to)))
	}
	return g
}

func TestKeeps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		store, path string
		want        bool
	}{
		"the file itself":                    {"s.yaml", "project/config/s.yaml", true},
		"a detour to it":                     {"s.yaml", "project/config/dir/../s.yaml", true},
		"the store's own detour":             {"../config/./s.yaml", "project/config/s.yaml", true},
		"an absolute store":                  {"BASE/project/config/s.yaml", "project/config/s.yaml", true},
		"a link":                             {"s.yaml", "project/link.yaml", true},
		"a link to its directory":            {"s.yaml", "project/same/s.yaml", true},
		"the store's own link":               {"linked.yaml", "project/config/s.yaml", true},
		"a hard link":                        {"s.yaml", "hard.yaml", true},
		"a hard link, by the store's link":   {"linked.yaml", "hard.yaml", true},
		"a file beside it":                   {"s.yaml", "project/config/other.yaml", false},
		"a new file beside it":               {"s.yaml", "project/config/new.yaml", false},
		"a longer name":                      {"s.yaml", "project/config/s.yaml.json", false},
		"the embedded store, not there yet":  {".zsv/secrets.age", "project/config/.zsv/secrets.age", true},
		"a link to where it is going to be":  {".zsv/secrets.age", "project/same/.zsv/secrets.age", true},
		"a report beside the embedded store": {".zsv/secrets.age", "project/config/.zsv/report.json", false},
		"the embedded store's lock":          {".zsv/secrets.age", "project/config/.zsv/secrets.age.lock", true},
		"what git is to ignore":              {"s.yaml", "project/same/.zsv/.gitignore", true},
		"a lock":                             {"s.yaml", "project/config/.zsv/s.yaml.lock", true},
		"the lock of another store":          {"s.yaml", "project/config/.zsv/other.yaml.lock", false},
		"a directory":                        {"dir", "project/config/dir", true},
		"a file in a directory":              {"dir", "project/config/dir/secret/key", true},
		"a new file in a directory":          {"dir", "project/config/dir/new/report.json", true},
		"a link into a directory":            {"dir", "indir/secret/new", true},
		"a hard link to one in a directory":  {"dir", "hardkey", true},
		"beside a directory":                 {"dir", "project/config/dir2", false},
		"above a directory":                  {"dir", "project/config", false},
		"a store outside":                    {"../../outside/s.yaml", "outside/s.yaml", true},
		"a directory outside":                {"../../outside/dir", "outside/dir/secret/key", true},
		"beside a store outside":             {"../../outside/s.yaml", "outside/t.yaml", false},
		"a store that cannot be":             {"s.yaml/s.yaml", "project/config/s.yaml", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := keeping(t)
			keeper, ok := g.checker(t, strings.ReplaceAll(test.store, "BASE", g.base)).(providers.Keeper)
			if !ok {
				t.Fatal("it keeps no files")
			}
			if got := keeper.Keeps(filepath.Join(g.base, test.path)); got != test.want {
				t.Errorf("keeps %s: %t, want %t", test.path, got, test.want)
			}
		})
	}
}

// Where the configuration may not lead, no link is followed, so a link of the store's to the file makes no difference.
func TestKeepsLooksNowhereElse(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	write(t, g.base, "outside/real.yaml", "x")
	g.link(t, "real.yaml", "outside/link.yaml")
	keeper, _ := g.checker(t, "../../outside/link.yaml").(providers.Keeper)
	if keeper.Keeps(filepath.Join(g.base, "outside/real.yaml")) {
		t.Error("a link outside of the project was followed")
	}
	if !keeper.Keeps(filepath.Join(g.base, "outside/link.yaml")) {
		t.Error("the path as it is written is not the store's")
	}
}

// All forms of the provider keep files.
func TestAllFormatsKeep(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	for _, name := range []string{"a.yaml", "a.json", ".env", "a.age", "dir"} {
		keeper, ok := g.checker(t, name).(providers.Keeper)
		if !ok || !keeper.Keeps(filepath.Join(g.project, "config", name)) {
			t.Errorf("%s is not kept", name)
		}
	}
}

// The private key that reads a store is worth no less than the store.
func TestKeepsTheIdentity(t *testing.T) {
	t.Parallel()
	ann, dir := newPerson(t), t.TempDir()
	store := ann.open(t, dir, "")
	must(t, os.Symlink(ann.keyFile(), filepath.Join(dir, "linked")))
	must(t, os.Link(ann.keyFile(), filepath.Join(dir, "hard")))
	for path, want := range map[string]bool{ann.keyFile(): true, filepath.Join(dir, "linked"): true,
		filepath.Join(dir, "hard"): true, filepath.Join(dir, "other"): false} {
		if got := store.Keeps(path); got != want {
			t.Errorf("%s: %t, want %t", path, got, want)
		}
	}
	if ann.open(t, dir, `path = "s.yaml"`).Keeps(ann.keyFile()) {
		t.Error("a store that is not encrypted keeps the identity")
	}
}
