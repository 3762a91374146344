package vault_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// tryFetch fetches from secrets, of each the same keys.
func tryFetch(t *testing.T, p *vault.Provider, keys []string, names ...string) (map[string]providers.Fetched, error) {
	t.Helper()
	queries := make([]providers.Query, len(names))
	for i, name := range names {
		queries[i] = providers.Query{Location: p.Locate(name, ""), Keys: keys}
	}
	all := map[string]providers.Fetched{}
	err := p.Fetch(t.Context(), queries, func(i int, fetched providers.Fetched) { all[names[i]] = fetched })
	return all, err
}

func fetch(t *testing.T, p *vault.Provider, keys []string, names ...string) map[string]providers.Fetched {
	t.Helper()
	all, err := tryFetch(t, p, keys, names...)
	if err != nil {
		t.Fatalf("Fetch failed: %v", err)
	}
	return all
}

// revealed returns the values themselves.
func revealed(fetched providers.Fetched) map[string]string {
	values := map[string]string{}
	for key, value := range fetched.Values {
		values[key] = value.Reveal()
	}
	return values
}

// withoutWords leaves what is meant.
func withoutWords(keys map[string]providers.Key) map[string]providers.Key {
	bare := map[string]providers.Key{}
	for name, key := range keys {
		bare[name] = providers.Key{Status: key.Status, Reason: key.Reason}
	}
	return bare
}

func wantEqual(t *testing.T, what string, want, got any) {
	t.Helper()
	if difference := cmp.Diff(want, got, cmpopts.EquateEmpty()); difference != "" {
		t.Errorf("wrong %s (-want +got):\n%s", what, difference)
	}
}

func TestFetchedKindsOfValues(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		kv.Put(t, "mlflow", map[string]any{
			"text": "a\n\x00\"<&>\u2028", "empty": "", "whole": 7, "big": 1e21, "part": 1.25, "yes": true, "no": false, "null": nil,
			"map": map[string]any{"a": "b"}, "list": []string{"a"}, "numeral": "1.0", "": "nameless",
		})
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
		values := map[string]string{
			"text": "a\n\x00\"<&>\u2028", "empty": "", "whole": "7", "big": "1e+21", "part": "1.25", "yes": "true", "no": "false",
			"numeral": "1.0", "": "nameless",
		}
		nested := providers.Key{Reason: providers.Invalid}
		all := fetch(t, p, nil, "mlflow")["mlflow"]
		wantEqual(t, "values", values, revealed(all))
		wantEqual(t, "keys without one", map[string]providers.Key{"map": nested, "list": nested}, withoutWords(all.Keys))

		some := fetch(t, p, []string{"absent", "map", "null", "part"}, "mlflow")["mlflow"]
		wantEqual(t, "values", map[string]string{"part": "1.25"}, revealed(some))
		wantEqual(t, "keys without one", map[string]providers.Key{
			"absent": {Status: missing}, "null": {Status: missing}, "map": nested,
		}, withoutWords(some.Keys))
		if !strings.Contains(some.Keys["map"].Detail, "a map or a list") {
			t.Errorf("the detail of a map is %q", some.Keys["map"].Detail)
		}
		wantRequests(t, p, 1+2)
	}
}

func TestFetchedSituations(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	server.Write(t, kv.Mount+"/metadata/ml/planned", map[string]any{"max_versions": 3})
	token := server.Token(t, kv.Mount, `
		path "MOUNT/data/ml/*"     { capabilities = ["read"] }
		path "MOUNT/data/ml/slack" { capabilities = ["deny"] }`)
	for _, reading := range []string{"", `read_values = "never"`} {
		p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\n%s", kv.Mount, reading), server.Environ(token)...)
		names := []string{"mlflow", "absent", "deleted", "destroyed", "planned", "slack", "../ml/mlflow"}
		all := fetch(t, p, []string{"password"}, names...)
		for name, want := range map[string]struct {
			secret providers.Status
			reason providers.Reason
		}{
			"mlflow": {present, ""}, "absent": {missing, ""}, "deleted": {missing, providers.Deleted},
			"destroyed": {missing, providers.Deleted}, "planned": {missing, ""}, "slack": {providers.Unverified, providers.Denied},
			"../ml/mlflow": {providers.Unverified, providers.Invalid},
		} {
			got := all[name]
			if got.Secret != want.secret || got.Reason != want.reason || (want.secret == missing) != (got.Keys["password"].Status == missing) {
				t.Errorf("%s is %+v, want %s for the reason %q", name, got, want.secret, want.reason)
			}
		}
		if line := fmt.Sprintf(`path "%s/data/ml/*" { capabilities = ["read"] }`, kv.Mount); !strings.Contains(all["slack"].Detail, line) {
			t.Errorf("the detail lacks %s: %s", line, all["slack"].Detail)
		}
		wantRequests(t, p, 1+len(names)-1)
	}
}

func TestFetchFromNowhere(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newProvider(t, `mount = "nowhere"`, server.Environ(server.Token(t, "nowhere", `path "MOUNT/*" { capabilities = ["read"] }`))...)
	_, err := tryFetch(t, p, nil, "mlflow", "slack")
	wantProblem(t, err, providers.NoMount, `there is no mount "nowhere"`)
	_, err = p.Write(t.Context(), setting(p, "mlflow", "a", "x"))
	wantProblem(t, err, providers.NoMount, `there is no mount "nowhere"`)
	_, err = p.List(t.Context())
	wantProblem(t, err, providers.Denied, `the mount "nowhere" is not shown to this token`, `path "nowhere/metadata/*"`)
	_, err = p.ListKeys(t.Context(), p.Locate("mlflow", ""))
	wantProblem(t, err, providers.NoMount)
	_, err = p.Delete(t.Context(), p.Locate("mlflow", ""))
	wantProblem(t, err, providers.NoMount)
	wantProblem(t, p.Rename(t.Context(), p.Locate("mlflow", ""), p.Locate("slack", "")), providers.NoMount)
}

// TestAnythingButKV: neither is anything asked of a mount that is no key-value engine, nor written to it.
func TestAnythingButKV(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	const mount = "cubbyhole"
	p := newProvider(t, fmt.Sprintf("mount = %q\nkv_version = 1", mount), server.Environ(server.RootToken)...)
	_, err := tryFetch(t, p, nil, "mlflow")
	wantProblem(t, err, providers.NoMount, "no key-value engine")
	_, err = p.Write(t.Context(), setting(p, "mlflow", "a", "x"))
	wantProblem(t, err, providers.NoMount, "no key-value engine")
	wantRequests(t, p, 2)
}

// TestATimeoutOfTheBlock bounds every call.
func TestATimeoutOfTheBlock(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	front := newFront(t, server, below("/v1/"+kv.Mount+"/", hanging(t)))
	p := newProvider(t, fmt.Sprintf("mount = %q\ntimeout = \"300ms\"", kv.Mount), front.environ(server.RootToken)...)
	location := p.Locate("mlflow", "")
	_, write := p.Write(t.Context(), setting(p, "mlflow", "a", "x"))
	_, fetch := tryFetch(t, p, nil, "mlflow")
	_, list := p.List(t.Context())
	_, keys := p.ListKeys(t.Context(), location)
	_, remove := p.Delete(t.Context(), location)
	for name, err := range map[string]error{
		"Write": write, "Fetch": fetch, "List": list, "ListKeys": keys, "Delete": remove,
		"Rename": p.Rename(t.Context(), location, location+"2"),
	} {
		var known *providers.Error
		if !errors.As(err, &known) || known.Reason != providers.Timeout || !strings.Contains(known.Detail, "300ms") {
			t.Errorf("%s ended with %v, want a timeout after 300ms", name, err)
		}
	}
}

// TestBytes: what is written is what is fetched.
func TestBytes(t *testing.T) {
	t.Parallel()
	const values, at = 1000, 100
	server := vaulttest.Start(t)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
		large := strings.Repeat("<&>\"", 1<<18*4/5) // 1 MiB as JSON, the most that Vault takes
		write(t, p, setting(p, "large", "k", large, "l", "x"))
		write(t, p, setting(p, "large", "l", "y")) // with the other one, on KV v1
		if got := revealed(fetch(t, p, nil, "large")["large"]); got["k"] != large || got["l"] != "y" {
			t.Errorf("KV v%d: a large value changed", version)
		}
		want := map[string]string{}
		for range values / at {
			change := setting(p, "mlflow")
			for range at {
				key := fmt.Sprintf("%s %d", randomText(random, 5), len(want))
				want[key] = randomText(random, 40)
				change.Set[key] = providers.NewValue(want[key])
			}
			write(t, p, change)
		}
		got := revealed(fetch(t, p, nil, "mlflow")["mlflow"])
		if len(got) != len(want) {
			t.Errorf("KV v%d: %d keys were fetched, want %d (seed %d)", version, len(got), len(want), seed)
		}
		for key, text := range want {
			if got[key] != text {
				t.Errorf("KV v%d, seed %d: the value of %q changed: %s", version, seed, key,
					base64.StdEncoding.EncodeToString([]byte(text[:min(len(text), 100)])))
			}
		}
	}
}

// randomText is UTF-8, of the characters that trip programs up, and of any.
func randomText(random *rand.Rand, most int) string {
	const odd = "\n\r\t\x00\x01\x1f\x7f\"'\\`@=$%{}<>&/#!~ \u0085\u00a0\u2028\u2029\ufeff\ufffd\u0301\U0001f511"
	letters := []rune(odd)
	var text strings.Builder
	for range random.IntN(most) {
		if letter := rune(random.IntN(0x110000)); random.IntN(3) == 0 && (letter < 0xd800 || letter > 0xdfff) {
			text.WriteRune(letter)
		} else {
			text.WriteRune(letters[random.IntN(len(letters))])
		}
	}
	return text.String()
}
