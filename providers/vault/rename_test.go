package vault_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// waysToRename are policies that suffice for KV v2; with the first nothing can be lost.
var waysToRename = map[string]string{
	"by version": dataAnd("create", "update") + `path "MOUNT/delete/*" { capabilities = ["update"] }`,
	"whole":      dataAnd("create", "update", "delete"),
}

// A move is a rename from a secret in one of the states to one in another, and what comes of it.
type move struct {
	from, to string
	want     error
}

// moves are those from a secret that is there to every state, and from every other state to none.
func moves() []move {
	all := []move{{"present", "present", providers.ErrSecretExists}}
	for state := range states {
		if state != "present" {
			all = append(all, move{"present", state, nil}, move{state, "missing", providers.ErrSecretMissing})
		}
	}
	return all
}

func TestRenameFromAndToEveryState(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	held := map[string]any{"k": "x", "n": 1.5, "null": nil, "m": map[string]any{"a": []any{"b"}}, "": "y"}
	for way, rules := range waysToRename {
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
		for _, m := range moves() {
			name := strings.ReplaceAll(way+"/"+m.from+" to "+m.to, " ", "-")
			from, to := name+"/from", name+"/to"
			states[m.from](t, server, kv, from)
			states[m.to](t, server, kv, to)
			if m.from == "present" {
				kv.Put(t, from, held)
			}
			if err := p.Rename(t.Context(), p.Locate(from, ""), p.Locate(to, "")); !errors.Is(err, m.want) {
				t.Errorf("%s: got %v, want %v", name, err, m.want)
			}
			switch {
			case m.want == nil:
				wantData(t, kv, from, nil)
				wantData(t, kv, to, held)
			case errors.Is(m.want, providers.ErrSecretExists):
				wantData(t, kv, from, held)
				wantData(t, kv, to, before())
			default:
				wantData(t, kv, from, nil)
				wantData(t, kv, to, nil)
			}
		}
		kv.Put(t, "same", held)
		if err := p.Rename(t.Context(), p.Locate("same", ""), p.Locate("same", "")); !errors.Is(err, providers.ErrSecretExists) {
			t.Errorf("%s, to itself: got %v, want ErrSecretExists", way, err)
		}
		wantData(t, kv, "same", held)
	}
}

// TestKeysAddedDuringRename: before each write of the rename someone adds a key to the secret that moves.
func TestKeysAddedDuringRename(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		for way, rules := range waysToRename {
			if version == 1 {
				rules = `path "MOUNT/*" { capabilities = ["create", "read", "update", "delete"] }`
			}
			t.Run(fmt.Sprintf("KV v%d %s", version, way), func(t *testing.T) {
				t.Parallel()
				kv := server.KV(t, version)
				kv.Put(t, "from", map[string]any{"k": "x", "changed": "old", "removed": "x"})
				added := map[string]any{"k": "x", "changed": "new"}
				const times = 4
				var done atomic.Int64
				add := func() {
					if n := done.Add(1); n <= times {
						added[fmt.Sprint("new", n)] = "x"
						kv.Put(t, "from", added)
					}
				}
				front := newFront(t, server, func(_ http.ResponseWriter, r *http.Request) bool {
					// The creation of the copy, and each time that what was added is written there: never between the last
					// look and a deletion, where KV leaves a gap.
					if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/to") {
						add()
					}
					return false
				})
				p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.Token(t, kv.Mount, rules))...)
				if err := p.Rename(t.Context(), p.Locate("from", ""), p.Locate("to", "")); err != nil {
					t.Fatal(err)
				}
				if done.Load() != times+1 {
					t.Errorf("the copy was written %d times, want %d", done.Load(), times+1)
				}
				wantData(t, kv, "from", nil)
				wantData(t, kv, "to", added)
			})
		}
	}
}

// TestKeysAddedBeforeTheDeletion: at the very last moment.
func TestKeysAddedBeforeTheDeletion(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	later := map[string]any{"k": "x", "late": "x"}
	for way, rules := range waysToRename {
		kv := server.KV(t, 2)
		kv.Put(t, "from", map[string]any{"k": "x"})
		deletes := func(r *http.Request) bool {
			return r.Method == http.MethodDelete || way == "by version" && strings.Contains(r.URL.Path, "/delete/")
		}
		once := times(1, func(http.ResponseWriter, *http.Request) bool { kv.Put(t, "from", later); return false })
		front := newFront(t, server, func(w http.ResponseWriter, r *http.Request) bool { return deletes(r) && once(w, r) })
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.Token(t, kv.Mount, rules))...)
		err := p.Rename(t.Context(), p.Locate("from", ""), p.Locate("to", ""))
		wantData(t, kv, "from", nil)
		if way == "by version" {
			if err != nil {
				t.Error(err)
			}
			wantData(t, kv, "to", later)
			continue
		}
		wantProblem(t, err, providers.Denied, "someone wrote to "+kv.Mount+"/from",
			"vault kv undelete -versions=2 -mount="+kv.Mount+" from brings it back",
			fmt.Sprintf(`path "%s/delete/*" { capabilities = ["update"] }`, kv.Mount))
	}
}

// TestDeniedRename says where the secret stands then.
func TestDeniedRename(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	for name, with := range map[string]struct {
		rules string
		says  []string
		both  bool
	}{
		"may not read":   {subkeysOnly + toWrite, []string{`/data/ml/*" { capabilities = ["read"] }`, `/delete/ml/*" { capabilities = ["update"] }`}, false},
		"may not write":  {dataOnly, []string{`/data/ml/*" { capabilities = ["create", "update", "patch"] }`}, false},
		"may not delete": {dataAnd("create"), []string{`/delete/ml/*" { capabilities = ["update"] }`, "may stand at both places"}, true},
	} {
		name = strings.ReplaceAll(name, " ", "-")
		kv.Put(t, "ml/"+name, before())
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, with.rules))...)
		err := p.Rename(t.Context(), p.Locate("ml/"+name, ""), p.Locate("ml/to-"+name, ""))
		wantProblem(t, err, providers.Denied, with.says...)
		wantData(t, kv, "ml/"+name, before())
		if with.both {
			wantData(t, kv, "ml/to-"+name, before())
		} else {
			wantData(t, kv, "ml/to-"+name, nil)
		}
	}
}

// TestLostAnswersOfRename: at whichever write of it.
func TestLostAnswersOfRename(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		for way, rules := range waysToRename {
			if version == 1 {
				rules = `path "MOUNT/*" { capabilities = ["create", "read", "update", "delete"] }`
			}
			for loss, with := range losses(t, server) {
				for nth := range int64(2) { // the copy, and the deletion
					t.Run(fmt.Sprintf("KV v%d %s, %s, write %d", version, way, loss, nth), func(t *testing.T) {
						t.Parallel()
						if isLate(loss) && (version == 1 || way == "whole") {
							return // once is enough of what takes its time
						}
						kv := server.KV(t, version)
						kv.Put(t, "from", map[string]any{"k": "x"})
						var writes atomic.Int64
						front := newFront(t, server, onlyWrites(func(w http.ResponseWriter, r *http.Request) bool {
							if strings.Contains(r.URL.Path, "/delete/") && way == "whole" {
								return false // refused
							}
							return writes.Add(1) == nth+1 && with.fault(w, r)
						}))
						p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount),
							front.environ(server.Token(t, kv.Mount, rules), patience(loss))...)
						err := p.Rename(t.Context(), p.Locate("from", ""), p.Locate("to", ""))
						var problem *providers.Error
						switch {
						case err == nil:
							wantData(t, kv, "from", nil)
							wantData(t, kv, "to", map[string]any{"k": "x"})
						case with.done, !errors.As(err, &problem), !strings.Contains(problem.Detail, "not known"):
							t.Errorf("got %v", err)
						default:
							wantData(t, kv, "from", map[string]any{"k": "x"})
						}
					})
				}
			}
		}
	}
}
