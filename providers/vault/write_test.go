package vault_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// setting returns what sets keys of the secret called name: "a", "1", "b", "2".
func setting(p *vault.Provider, name string, pairs ...string) providers.Change {
	change := providers.Change{Location: p.Locate(name, ""), Set: map[string]providers.Value{}}
	for i := 0; i < len(pairs); i += 2 {
		change.Set[pairs[i]] = providers.NewValue(pairs[i+1])
	}
	return change
}

// write makes a change that nothing stands against.
func write(t *testing.T, p *vault.Provider, change providers.Change) providers.Written {
	t.Helper()
	written, err := p.Write(t.Context(), change)
	if err != nil {
		t.Fatalf("the change of %s was not made: %v", change.Location, err)
	}
	return written
}

// wantProblem demands an *Error, and returns it.
func wantProblem(t *testing.T, err error, reason providers.Reason, says ...string) {
	t.Helper()
	var known *providers.Error
	if !errors.As(err, &known) {
		t.Fatalf("got %v, want an *Error with the reason %q", err, reason)
	}
	if known.Reason != reason {
		t.Errorf("the reason is %q (%s), want %q", known.Reason, known.Detail, reason)
	}
	for _, text := range says {
		if !strings.Contains(known.Detail, text) {
			t.Errorf("the detail does not say %q: %s", text, known.Detail)
		}
	}
}

func wantData(t *testing.T, kv *vaulttest.KV, path string, want map[string]any) {
	t.Helper()
	if difference := cmp.Diff(want, kv.Data(t, path), cmpopts.EquateEmpty()); difference != "" {
		t.Errorf("%s holds something else (-want +got):\n%s", path, difference)
	}
}

// waysToWrite are policies that suffice for every change of KV v2.
var waysToWrite = map[string]string{
	"patch":                    subkeysOnly + toWrite,
	"patch and data":           dataAnd("create", "update", "patch"),
	"no patch":                 subkeysOnly + withoutPatch,
	"no patch, no subkeys":     withoutPatch,
	"no patch, metadata":       withoutPatch + metadataOnly,
	"patch, data and metadata": dataAnd("create", "update", "patch") + metadataOnly,
	"everything":               `path "MOUNT/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }`,
}

func dataAnd(capabilities ...string) string {
	return fmt.Sprintf(`path "MOUNT/data/*" { capabilities = ["read", "%s"] }`, strings.Join(capabilities, `", "`))
}

// states are those that a secret can be in before it is written. All but the present one are missing.
var states = map[string]func(t *testing.T, server *vaulttest.Server, kv *vaulttest.KV, path string){
	"missing": func(*testing.T, *vaulttest.Server, *vaulttest.KV, string) {},
	"present": func(t *testing.T, _ *vaulttest.Server, kv *vaulttest.KV, path string) { kv.Put(t, path, before()) },
	"deleted": func(t *testing.T, _ *vaulttest.Server, kv *vaulttest.KV, path string) {
		kv.Put(t, path, map[string]any{"gone": "x"})
		kv.Put(t, path, map[string]any{"gone": "y"})
		kv.Delete(t, path)
	},
	"destroyed": func(t *testing.T, _ *vaulttest.Server, kv *vaulttest.KV, path string) {
		kv.Put(t, path, map[string]any{"gone": "x"})
		kv.Destroy(t, path)
	},
	"metadata only": func(t *testing.T, server *vaulttest.Server, kv *vaulttest.KV, path string) {
		server.Write(t, kv.Mount+"/metadata/"+path, map[string]any{"max_versions": 2, "cas_required": true})
	},
}

// before is what a present secret holds.
func before() map[string]any {
	return map[string]any{"a": "old", "b": "old", "c": "old", "n": 1.5, "m": map[string]any{"x": []any{true, nil}}}
}

func TestEveryStateAndCondition(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for way, rules := range waysToWrite {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			kv := server.KV(t, 2)
			p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
			for state, make := range states {
				for _, condition := range []providers.Condition{providers.Always, providers.IfMissing, providers.IfPresent} {
					for _, keep := range []bool{false, true} {
						name := strings.ReplaceAll(fmt.Sprintf("%s/%d %t", state, condition, keep), " ", "-")
						make(t, server, kv, name)
						change := setting(p, name, "a", "new", "z", "new")
						change.Remove, change.Condition, change.Keep = []string{"c", "absent"}, condition, keep
						wantWritten(t, p, kv, name, state == "present", change)
					}
				}
			}
		})
	}
}

// wantWritten makes a change of a secret that holds what before says, or is missing.
func wantWritten(t *testing.T, p *vault.Provider, kv *vaulttest.KV, name string, there bool, change providers.Change) {
	t.Helper()
	written, err := p.Write(t.Context(), change)
	switch {
	case there && change.Condition == providers.IfMissing:
		if !errors.Is(err, providers.ErrSecretExists) {
			t.Errorf("%s: got %v, want ErrSecretExists", name, err)
		}
		wantData(t, kv, name, before())
	case !there && change.Condition == providers.IfPresent:
		if !errors.Is(err, providers.ErrSecretMissing) {
			t.Errorf("%s: got %v, want ErrSecretMissing", name, err)
		}
		wantData(t, kv, name, nil)
	case err != nil:
		t.Errorf("%s: %v", name, err)
	default:
		want, data := expected(there, change.Keep)
		if difference := cmp.Diff(want, written, cmpopts.EquateEmpty()); difference != "" {
			t.Errorf("%s: wrong Written (-want +got):\n%s", name, difference)
		}
		wantData(t, kv, name, data)
	}
}

func expected(there, keep bool) (providers.Written, map[string]any) {
	if !there {
		return providers.Written{Created: true, Set: []string{"a", "z"}}, map[string]any{"a": "new", "z": "new"}
	}
	data := before()
	delete(data, "c")
	data["z"] = "new"
	if keep {
		return providers.Written{Set: []string{"z"}, Kept: []string{"a"}, Removed: []string{"c"}}, data
	}
	data["a"] = "new"
	return providers.Written{Set: []string{"a", "z"}, Removed: []string{"c"}}, data
}

// TestNothingToDoIsNotWritten: no version is made.
func TestNothingToDoIsNotWritten(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", before())
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, subkeysOnly))...)
	change := setting(p, "mlflow", "a", "new")
	change.Keep = true
	if written := write(t, p, change); len(written.Set) > 0 || len(written.Kept) != 1 {
		t.Errorf("got %+v, want a kept", written)
	}
	if written := write(t, p, providers.Change{Location: p.Locate("slack", ""), Remove: []string{"a"}}); written.Created {
		t.Errorf("got %+v, want nothing", written)
	}
	wantData(t, kv, "mlflow", before())
	wantRequests(t, p, 1+2) // the mount, and a look at each
}

// TestThePolicyToWriteReadsNoValue: neither a new secret, nor a new key, nor a repaired one.
func TestThePolicyToWriteReadsNoValue(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	token := server.Token(t, kv.Mount, subkeysOnly+toWrite)
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(token)...)
	mark := server.Mark(t)
	for state, make := range states {
		make(t, server, kv, "ml/"+strings.ReplaceAll(state, " ", "-"))
		write(t, p, setting(p, "ml/"+strings.ReplaceAll(state, " ", "-"), "a", "new"))
	}
	seen := server.Requests(t, mark, token)
	for _, request := range vaulttest.Below(seen, kv.Mount+"/data/") {
		if request.Operation == "read" {
			t.Errorf("%s was read", request.Path)
		}
	}
	if want := 1 + 2*len(states); len(seen) != want || p.Requests() != want {
		t.Errorf("%d requests in the audit log, %d in Requests(), want %d", len(seen), p.Requests(), want)
	}
}

func TestDeniedWrites(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "ml/mlflow", before())
	lines := []string{
		fmt.Sprintf(`path "%s/data/ml/*" { capabilities = ["create", "update", "patch"] }`, kv.Mount),
		fmt.Sprintf(`path "%s/subkeys/ml/*" { capabilities = ["read"] }`, kv.Mount),
	}
	for name, with := range map[string]struct {
		rules    string
		secret   string
		requests int
	}{
		"reads keys":             {subkeysOnly, "mlflow", 1 + 3},                                  // a look, a patch, capabilities
		"reads keys, creates":    {subkeysOnly, "slack", 1 + 2},                                   // a look, a write
		"reads values":           {dataOnly, "mlflow", 1 + 5},                                     // three looks, and the same
		"reads metadata":         {metadataOnly, "mlflow", 1 + 4},                                 // two looks, and the same
		"lists":                  {`path "MOUNT/*" { capabilities = ["list"] }`, "mlflow", 1 + 3}, // three looks
		"nothing":                {elsewhere, "mlflow", 1 + 3},
		"writes without reading": {toWrite, "mlflow", 1 + 3},
		"replaces, blindly":      {subkeysOnly + `path "MOUNT/data/*" { capabilities = ["create", "update"] }`, "mlflow", 1 + 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount),
				server.Environ(server.Token(t, kv.Mount, with.rules))...)
			_, err := p.Write(t.Context(), setting(p, with.secret, "z", "new"))
			wantProblem(t, err, providers.Denied, append(lines, "permission denied on "+kv.Mount)...)
			wantRequests(t, p, with.requests)
		})
	}
	t.Cleanup(func() { wantData(t, kv, "ml/mlflow", before()) })
}

// TestKeysMustBeSeenToBeKept: metadata shows that a secret is missing, or that it is there, and not its keys.
func TestKeysMustBeSeenToBeKept(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", before())
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount),
		server.Environ(server.Token(t, kv.Mount, toWrite+metadataOnly))...)
	keeping := setting(p, "mlflow", "a", "new")
	keeping.Keep = true
	_, err := p.Write(t.Context(), keeping)
	wantProblem(t, err, providers.Denied, kv.Mount+"/subkeys/")
	_, err = p.Write(t.Context(), providers.Change{Location: keeping.Location, Remove: []string{"b"}})
	wantProblem(t, err, providers.Denied, kv.Mount+"/subkeys/")
	wantData(t, kv, "mlflow", before())

	write(t, p, setting(p, "mlflow", "a", "new"))
	keeping.Location = p.Locate("slack", "")
	write(t, p, keeping)
	wantData(t, kv, "slack", map[string]any{"a": "new"})
}

func TestVet(t *testing.T) {
	t.Parallel()
	p := newProvider(t, `mount = "secret"`, "VAULT_ADDR=http://127.0.0.1:1")
	for says, change := range map[string]providers.Change{
		`the key "a\xff"`:          setting(p, "mlflow", "a\xff", "x"),
		`the value of the key "b"`: setting(p, "mlflow", "a", "x", "b", "hunter2\xff"),
		`segment ".."`:             setting(p, "../sys", "a", "x"),
		"empty segment":            setting(p, "a//b", "a", "x"),
		"two dots in a row":        setting(p, "a..b", "a", "x"),
		"cannot be printed":        setting(p, "a\u0085b", "a", "x"),
		"not UTF-8":                setting(p, "a\xffb", "a", "x"),
		"not on the mount":         {Location: "sys/mounts/x"},
	} {
		wantProblem(t, p.Vet(change), providers.Invalid, says)
		_, err := p.Write(t.Context(), change)
		wantProblem(t, err, providers.Invalid, says)
	}
	wantRequests(t, p, 0)
	if err := p.Vet(setting(p, "a b/c", "", "", "k", strings.Repeat("x", 5<<20))); err != nil {
		t.Errorf("Vet refuses what Vault may hold: %v", err)
	}
}

func TestTooLargeForVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
		_, err := p.Write(t.Context(), setting(p, "mlflow", "k", strings.Repeat("x", 1<<20+1)))
		wantProblem(t, err, providers.Invalid, "a value is longer than it takes, which is 1 MiB as JSON text")
		many := setting(p, "mlflow")
		for i := range 10_001 {
			many.Set[fmt.Sprint("k", i)] = providers.NewValue("x")
		}
		_, err = p.Write(t.Context(), many)
		wantProblem(t, err, providers.Invalid, "more keys in one request than it takes, which is 10,000")
		wantData(t, kv, "mlflow", nil)
	}
}

// TestTooLargeForWhatIsBehind: the storage of the tests' server has no limit, so its words, and those of proxies, are
// put in.
func TestTooLargeForWhatIsBehind(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	raft := `{"errors":["1 error occurred:\n\t* put failed due to value being too large; got 1048704 bytes, max: 1048576 bytes\n\n"]}`
	for says, answer := range map[string]func() fault{
		"larger than its storage takes, which is 1 MiB": func() fault { return always(answering(500, "application/json", raft)) },
		"larger than a request to it may be":            func() fault { return always(answering(413, "text/html", page)) },
		"larger than a request": func() fault {
			return always(answering(400, "application/json", `{"errors":["http: request body too large"]}`))
		},
	} {
		front := newFront(t, server, onlyWrites(answer()))
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
		_, err := p.Write(t.Context(), setting(p, "mlflow", "k", "x"))
		wantProblem(t, err, providers.Invalid, says)
		wantRequests(t, p, 3)
	}
}

// TestOtherRefusals: Vault's own words may quote what it was sent.
func TestOtherRefusals(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", before())
	for name, with := range map[string]struct {
		status int
		body   string
		reason providers.Reason
	}{
		"bad request":   {400, `{"errors":["hunter2"]}`, providers.ServerError},
		"not found":     {404, `{"errors":["no handler for route \"hunter2\""]}`, providers.NoMount},
		"invalid token": {403, `{"errors":["permission denied","invalid token"]}`, providers.Unauthenticated},
		"a quota":       {429, `{"errors":["hunter2"]}`, providers.Throttled},
		"sealed":        {503, `{"errors":["Vault is sealed"]}`, providers.Sealed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := newFront(t, server, onlyWrites(always(answering(with.status, "application/json", with.body))))
			p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken, "VAULT_MAX_RETRIES=0")...)
			_, err := p.Write(t.Context(), setting(p, "mlflow", "a", "new"))
			wantProblem(t, err, with.reason)
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the server's text is in %v", err)
			}
		})
	}
	t.Cleanup(func() { wantData(t, kv, "mlflow", before()) })
}

// TestAServerWithoutPatch: Vault before 1.9 has none, and something between may not let it through.
func TestAServerWithoutPatch(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for name, answer := range map[string]fault{
		"405":                     always(answering(405, "application/json", `{"errors":["unsupported operation"]}`)),
		"404, though it is there": always(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }),
	} {
		kv := server.KV(t, 2)
		kv.Put(t, "mlflow", before())
		front := newFront(t, server, onlyMethod("PATCH", answer))
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
		change := setting(p, "mlflow", "a", "new", "z", "new")
		change.Remove = []string{"c", "absent"}
		t.Log(name)
		wantWritten(t, p, kv, "mlflow", true, change)
	}
}
