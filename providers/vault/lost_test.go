package vault_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// carriedOut lets the server have a request before the answer is lost in some way.
func carriedOut(t *testing.T, server *vaulttest.Server, then http.HandlerFunc) fault {
	t.Helper()
	return always(func(w http.ResponseWriter, r *http.Request) {
		sent, err := http.NewRequestWithContext(r.Context(), r.Method, server.Address+r.URL.RequestURI(), r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		sent.Header = r.Header.Clone()
		response, err := http.DefaultTransport.RoundTrip(sent)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		then(w, r)
	})
}

// losses are the ways in which the answer to a write is lost, after or before the server got it.
func losses(t *testing.T, server *vaulttest.Server) map[string]struct {
	fault fault
	done  bool
} {
	t.Helper()
	type loss = struct {
		fault fault
		done  bool
	}
	failed := answering(502, "text/html", page)
	hang := hanging(t)
	late := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else nobody notices that the client has gone
		hang(w, r)
	}
	return map[string]loss{
		"cut off after it was done":    {carriedOut(t, server, hangUp), true},
		"failed after it was done":     {carriedOut(t, server, failed), true},
		"garbled after it was done":    {carriedOut(t, server, answering(200, "text/html", page)), true},
		"halved after it was done":     {carriedOut(t, server, broken), true},
		"too late, after it was done":  {carriedOut(t, server, late), true},
		"cut off before it was done":   {always(hangUp), false},
		"failed before it was done":    {always(failed), false},
		"too late, without being done": {always(late), false},
	}
}

func isLate(loss string) bool { return strings.HasPrefix(loss, "too late") }

// patience is how long the client waits for an answer: briefly for one that never comes, else as long as it takes.
func patience(loss string) string {
	if isLate(loss) {
		return "VAULT_CLIENT_TIMEOUT=3s"
	}
	return "VAULT_CLIENT_TIMEOUT="
}

// TestLostAnswers: with check-and-set a write is recognised, or made, where it may be looked at.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for loss, with := range losses(t, server) {
		for _, retries := range []string{"0", "2"} {
			for way, rules := range map[string]string{
				"patch": dataAnd("create", "update", "patch") + subkeysOnly, "no patch": withoutPatch, "patch, unread": subkeysOnly + toWrite,
			} {
				for _, there := range []bool{true, false} {
					t.Run(fmt.Sprintf("%s, %s retries, %s, there %t", loss, retries, way, there), func(t *testing.T) {
						t.Parallel()
						if isLate(loss) && (retries == "2" || !there) {
							return // what takes its time is not repeated, and once is enough
						}
						kv := server.KV(t, 2)
						if there {
							kv.Put(t, "mlflow", before())
						}
						faulty := onlyWrites(times(1, with.fault))
						if way == "no patch" && there { // the patch that is refused comes first
							faulty = onlyMethod("POST", faulty)
						}
						front := newFront(t, server, faulty)
						p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.Token(t, kv.Mount, rules),
							patience(loss), "VAULT_MAX_RETRIES="+retries)...)
						change := setting(p, "mlflow", "a", "new", "z", "new")
						change.Remove = []string{"c"}
						again := retries != "0" && !isLate(loss) && !strings.Contains(loss, "garbled") &&
							!strings.Contains(loss, "halved")
						known := with.done && way != "patch, unread" || !with.done && again
						wantLost(t, p, kv, change, there, with.done, known)
					})
				}
			}
		}
	}
}

// wantLost makes a change whose first answer is lost: done says that the server made it, known that zsv can find out.
func wantLost(t *testing.T, p *vault.Provider, kv *vaulttest.KV, change providers.Change, there, done, known bool) {
	t.Helper()
	if known {
		wantWritten(t, p, kv, "mlflow", there, change)
		return
	}
	_, err := p.Write(t.Context(), change)
	var problem *providers.Error
	if !errors.As(err, &problem) || problem.Reason != providers.Timeout && problem.Reason != providers.Unreachable ||
		!strings.Contains(problem.Detail, "not known whether it was made: `zsv plan` tells") {
		t.Errorf("got %v, want that it is not known", err)
	}
	want := map[string]any(nil)
	if there {
		want = before()
	}
	if done {
		_, want = expected(there, false)
	}
	wantData(t, kv, "mlflow", want)
}

// TestAnotherWritesAfterALostAnswer: what was lost is told from what the other one wrote.
func TestAnotherWritesAfterALostAnswer(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for way, rules := range map[string]string{
		"read": dataAnd("create", "update", "patch") + subkeysOnly, "no patch": withoutPatch, "unread": subkeysOnly + toWrite,
	} {
		for _, done := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, done %t", way, done), func(t *testing.T) {
				t.Parallel()
				kv := server.KV(t, 2)
				kv.Put(t, "mlflow", map[string]any{"a": "old", "b": "old"})
				another := func(w http.ResponseWriter, r *http.Request) {
					held := kv.Data(t, "mlflow")
					held["other"] = "other"
					kv.Put(t, "mlflow", held)
					hangUp(w, r)
				}
				faulty := always(another)
				if done {
					faulty = carriedOut(t, server, another)
				}
				if way == "no patch" {
					faulty = onlyMethod("POST", faulty)
				}
				front := newFront(t, server, onlyWrites(times(1, faulty)))
				if way == "no patch" {
					front = newFront(t, server, onlyWrites(onlyMethod("POST", times(1, faulty))))
				}
				p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.Token(t, kv.Mount, rules))...)
				written, err := p.Write(t.Context(), setting(p, "mlflow", "a", "new"))
				if done && way == "unread" {
					wantProblem(t, err, providers.Unreachable, "not known") // the names of the keys are the same
				} else if err != nil || len(written.Set) != 1 {
					t.Errorf("got %+v and %v, want it written", written, err)
				}
				wantData(t, kv, "mlflow", map[string]any{"a": "new", "b": "old", "other": "other"})
			})
		}
	}
}

// TestALostCreationIsNoOthers: IfMissing must not fail because of the secret that the change itself created.
func TestALostCreationIsNoOthers(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	for name, fault := range map[string]fault{
		"ours":   carriedOut(t, server, hangUp),
		"theirs": always(func(w http.ResponseWriter, r *http.Request) { kv.Put(t, "theirs", before()); hangUp(w, r) }),
	} {
		front := newFront(t, server, onlyWrites(times(1, fault)))
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
		change := setting(p, name, "k", "x")
		change.Condition = providers.IfMissing
		written, err := p.Write(t.Context(), change)
		if name == "ours" && (err != nil || !written.Created) || name == "theirs" && !errors.Is(err, providers.ErrSecretExists) {
			t.Errorf("%s: got %+v and %v", name, written, err)
		}
	}
	wantData(t, kv, "ours", map[string]any{"k": "x"})
	wantData(t, kv, "theirs", before())
}

// TestLostAnswersOfKVv1: without check-and-set nothing is sent twice.
func TestLostAnswersOfKVv1(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for loss, with := range losses(t, server) {
		t.Run(loss, func(t *testing.T) {
			t.Parallel()
			kv := server.KV(t, 1)
			kv.Put(t, "mlflow", map[string]any{"a": "old", "b": "old"})
			front := newFront(t, server, onlyWrites(with.fault))
			p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken, patience(loss))...)
			mark := server.Mark(t)
			_, err := p.Write(t.Context(), setting(p, "mlflow", "a", "new"))
			if with.done && err != nil {
				t.Errorf("got %v, want it recognised", err)
			}
			if !with.done {
				wantProblem(t, err, reasonOf(loss), "not known")
			}
			writes := 0
			for _, request := range server.Requests(t, mark, kv.Mount) {
				if request.Operation != "read" {
					writes++
				}
			}
			if sent := front.asked.Load(); writes > 1 || sent != int64(p.Requests()) {
				t.Errorf("%d writes arrived, %d requests were sent, want one write and %d", writes, sent, p.Requests())
			}
		})
	}
}

func reasonOf(loss string) providers.Reason {
	if isLate(loss) {
		return providers.Timeout
	}
	return providers.Unreachable
}

// TestLostDeletions: what someone writes in between is not deleted.
func TestLostDeletions(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		for loss, with := range losses(t, server) {
			t.Run(fmt.Sprintf("KV v%d, %s", version, loss), func(t *testing.T) {
				t.Parallel()
				kv := server.KV(t, version)
				kv.Put(t, "mlflow", map[string]any{"a": "x"})
				front := newFront(t, server, onlyWrites(times(1, with.fault)))
				p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken, patience(loss))...)
				_, err := p.Delete(t.Context(), p.Locate("mlflow", ""))
				if with.done {
					if err != nil {
						t.Errorf("got %v, want it recognised", err)
					}
					wantData(t, kv, "mlflow", nil)
					return
				}
				wantProblem(t, err, reasonOf(loss), "not known")
				wantData(t, kv, "mlflow", map[string]any{"a": "x"})
			})
		}
	}
}
