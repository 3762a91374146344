package vault_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// TestManyWriters: each is a provider of its own, as in a process of its own.
func TestManyWriters(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for name, with := range map[string]struct {
		rules         string
		writers, each int
	}{
		"patch":    {subkeysOnly + toWrite, 20, 50},
		"no patch": {withoutPatch, 10, 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			writers, each := with.writers, with.each
			kv := server.KV(t, 2)
			environ := server.Environ(server.Token(t, kv.Mount, with.rules))
			var wait sync.WaitGroup
			var created atomic.Int64
			for writer := range writers {
				p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), environ...)
				wait.Go(func() {
					for key := range each {
						written, err := p.Write(t.Context(), setting(p, "mlflow", fmt.Sprintf("w%d-k%d", writer, key), fmt.Sprint(writer)))
						if err != nil {
							t.Errorf("writer %d, key %d: %v", writer, key, err)
						}
						if written.Created {
							created.Add(1)
						}
					}
				})
			}
			wait.Wait()
			held := kv.Data(t, "mlflow")
			for writer := range writers {
				for key := range each {
					if name := fmt.Sprintf("w%d-k%d", writer, key); held[name] != fmt.Sprint(writer) {
						t.Errorf("%s is %v", name, held[name])
					}
				}
			}
			if len(held) != writers*each || created.Load() != 1 {
				t.Errorf("there are %d keys, created %d times; want %d, once", len(held), created.Load(), writers*each)
			}
		})
	}
}

// meanwhile lets something happen before the first write gets to the server.
func meanwhile(happens func()) fault {
	return onlyWrites(times(1, func(http.ResponseWriter, *http.Request) bool {
		happens()
		return false
	}))
}

// TestAnotherWriterComesFirst: conditions and what is kept are judged by what is there then.
func TestAnotherWriterComesFirst(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	const create, update, deleteIt = "creates it", "adds the key", "deletes it"
	for name, with := range map[string]struct {
		there  bool
		other  string
		change providers.Change
		err    error
		kept   int
		want   map[string]any
	}{
		"created, if missing":       {false, create, providers.Change{Condition: providers.IfMissing}, providers.ErrSecretExists, 0, map[string]any{"k": "other"}},
		"created, kept":             {false, create, providers.Change{Keep: true}, nil, 1, map[string]any{"k": "other", "l": "new"}},
		"created":                   {false, create, providers.Change{}, nil, 0, map[string]any{"k": "new", "l": "new"}},
		"the key added, kept":       {true, update, providers.Change{Keep: true}, nil, 1, map[string]any{"a": "x", "k": "other", "l": "new"}},
		"the key added":             {true, update, providers.Change{}, nil, 0, map[string]any{"a": "x", "k": "new", "l": "new"}},
		"the key added and removed": {true, update, providers.Change{Remove: []string{"a"}}, nil, 0, map[string]any{"k": "new", "l": "new"}},
		"deleted":                   {true, deleteIt, providers.Change{}, nil, 0, map[string]any{"k": "new", "l": "new"}},
		"deleted, if present":       {true, deleteIt, providers.Change{Condition: providers.IfPresent}, providers.ErrSecretMissing, 0, nil},
	} {
		for way, rules := range waysToWrite {
			t.Run(name+" "+way, func(t *testing.T) {
				t.Parallel()
				kv := server.KV(t, 2)
				if with.there {
					kv.Put(t, "mlflow", map[string]any{"a": "x"})
				}
				front := newFront(t, server, meanwhile(func() {
					switch with.other {
					case create:
						kv.Put(t, "mlflow", map[string]any{"k": "other"})
					case update:
						kv.Put(t, "mlflow", map[string]any{"a": "x", "k": "other"})
					case deleteIt:
						kv.Delete(t, "mlflow")
					}
				}))
				p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.Token(t, kv.Mount, rules))...)
				change := setting(p, "mlflow", "k", "new", "l", "new")
				change.Condition, change.Keep, change.Remove = with.change.Condition, with.change.Keep, with.change.Remove
				written, err := p.Write(t.Context(), change)
				if !errors.Is(err, with.err) || len(written.Kept) != with.kept {
					t.Errorf("got %+v and %v, want %d kept and %v", written, err, with.kept, with.err)
				}
				wantData(t, kv, "mlflow", with.want)
			})
		}
	}
}

// TestAServerThatAlwaysDisagrees: it shows a version and says that it is not that.
func TestAServerThatAlwaysDisagrees(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", before())
	const conflict = `{"errors":["check-and-set parameter did not match the current version"]}`
	front := newFront(t, server, onlyWrites(always(answering(400, "application/json", conflict))))
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
	_, err := p.Write(t.Context(), setting(p, "mlflow", "a", "new"))
	wantProblem(t, err, providers.ServerError, "shows version 1 of "+kv.Mount+"/data/mlflow")

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := p.Write(ctx, setting(p, "mlflow", "a", "new")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the end of the context", err)
	}
	wantData(t, kv, "mlflow", before())
}
