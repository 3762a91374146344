package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// storedIn returns a secret of a configuration with the only provider file.local, and the path of its store.
func storedIn(t *testing.T, store, name string) (*resolve.StoredSecret, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secrets.yaml")
	if store != "" {
		if err := os.WriteFile(path, []byte(store), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	options := resolve.Options{Registry: builtin.Registry()}
	options.Surroundings.TrustedPaths = []string{path}
	return stored(t, planOf(t, fmt.Sprintf("provider \"file\" \"local\" { path = %q }\n", path), options), name), path
}

func stored(t *testing.T, plan *resolve.Plan, name string) *resolve.StoredSecret {
	t.Helper()
	s, err := plan.Stored(name, resolve.Where{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantSecretError demands an error of a kind about a secret and a key.
func wantSecretError(t *testing.T, err, kind error, about string) {
	t.Helper()
	var e *resolve.SecretError
	if !errors.As(err, &e) || !errors.Is(err, kind) || strings.TrimSuffix(e.Secret+"."+e.Key, ".") != about {
		t.Errorf("the error is %v, want one of the kind %q about %s", err, kind, about)
	}
	if err != nil && strings.Contains(err.Error(), "canary") {
		t.Errorf("the error shows a value: %v", err)
	}
}

const aSecret = "s: {k: canary, l: 'canary 2', empty: ''}\nodd: [canary]\n"

func TestKeysOfASecret(t *testing.T) {
	t.Parallel()
	s, _ := storedIn(t, aSecret, "s")
	list, err := s.Keys(t.Context())
	if diff := cmp.Diff([]string{"empty", "k", "l"}, list.Keys); diff != "" || err != nil {
		t.Errorf("%v; keys (-want +got):\n%s", err, diff)
	}
	if err := s.Has(t.Context(), "k"); err != nil {
		t.Errorf("it has not the key that is there: %v", err)
	}
	err = s.Has(t.Context(), "kk")
	wantSecretError(t, err, resolve.ErrNoKey, "s.kk")
	var e *resolve.SecretError
	if errors.As(err, &e); e.Suggestion != "k" {
		t.Errorf("%q is proposed, want %q", e.Suggestion, "k")
	}
	absent, _ := storedIn(t, aSecret, "ss")
	_, err = absent.Keys(t.Context())
	wantSecretError(t, err, resolve.ErrNoSecret, "ss")
	wantSecretError(t, absent.Has(t.Context(), "k"), resolve.ErrNoSecret, "ss")
	odd, _ := storedIn(t, aSecret, "odd")
	_, err = odd.Keys(t.Context())
	wantSecretError(t, err, resolve.ErrNotVerified, "odd")
	wantSecretError(t, odd.Has(t.Context(), "k"), resolve.ErrNotVerified, "odd.k")
}

func TestValuesOfASecret(t *testing.T) {
	t.Parallel()
	s, _ := storedIn(t, aSecret, "s")
	for _, test := range []struct {
		keys []string
		want map[string]string
	}{
		{nil, map[string]string{"k": "canary", "l": "canary 2", "empty": ""}},
		{[]string{"l"}, map[string]string{"l": "canary 2"}},
		{[]string{"l", "k", "l"}, map[string]string{"k": "canary", "l": "canary 2"}},
	} {
		values, err := s.Get(t.Context(), test.keys...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, revealed(values)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.keys, diff)
		}
	}
	_, err := s.Get(t.Context(), "k", "absent")
	wantSecretError(t, err, resolve.ErrNoKey, "s.absent")
	absent, _ := storedIn(t, "", "s")
	_, err = absent.Get(t.Context())
	wantSecretError(t, err, resolve.ErrNoSecret, "s")
	odd, _ := storedIn(t, aSecret, "odd")
	_, err = odd.Get(t.Context())
	wantSecretError(t, err, resolve.ErrNotVerified, "odd")
}

func revealed(values map[string]providers.Value) map[string]string {
	all := map[string]string{}
	for key, value := range values {
		all[key] = value.Reveal()
	}
	return all
}

// TestVariablesAsSecrets looks at a store that can list neither secrets nor keys: what the configuration knows counts.
func TestVariablesAsSecrets(t *testing.T) {
	t.Parallel()
	options := resolve.Options{Registry: builtin.Registry()}
	options.Surroundings.Environ = []string{"S_K=canary", "S_EXTRA=canary", "S_OTHER=canary", "T_K=canary", "V_K="}
	plan := planOf(t, `
provider "env" "ci" {}
component "a" "b" {
  k = ["{{s.k}}", "{{s.absent}}", "{{t.k}}", "{{u.k}}", "{{v.k}}"]
  authentication_secret = "byname"
}
secret "s" {
  key "extra" { optional = true }
  key "k" {}
  key "absent" {}
}`, options)
	s := stored(t, plan, "s")
	list, err := s.Keys(t.Context())
	if diff := cmp.Diff([]string{"extra", "k"}, list.Keys); diff != "" || err != nil {
		t.Errorf("%v; keys (-want +got):\n%s", err, diff)
	}
	values, err := s.Get(t.Context())
	if diff := cmp.Diff(map[string]string{"k": "canary", "extra": "canary"}, revealed(values)); diff != "" || err != nil {
		t.Errorf("%v; values (-want +got):\n%s", err, diff)
	}
	if err := s.Has(t.Context(), "other"); err != nil { // which the configuration does not know
		t.Error(err)
	}
	_, err = stored(t, plan, "u").Keys(t.Context())
	wantSecretError(t, err, resolve.ErrNoSecret, "u")
	names, provider, err := plan.StoredNames(t.Context(), resolve.Where{})
	if diff := cmp.Diff([]string{"s", "t"}, names); diff != "" || err != nil || provider != "provider.env.ci" {
		t.Errorf("%s, %v; names (-want +got):\n%s", provider, err, diff)
	}
	change := providers.Change{Set: map[string]providers.Value{"k": providers.NewValue("canary")}}
	wantSecretError(t, s.Vet(change), resolve.ErrRefused, "s")
	_, err = s.Write(t.Context(), change)
	wantSecretError(t, err, resolve.ErrRefused, "s")
	_, err = s.Delete(t.Context())
	wantSecretError(t, err, resolve.ErrRefused, "s")
	wantSecretError(t, s.Rename(t.Context(), stored(t, plan, "u")), resolve.ErrRefused, "s")
	if got, want := s.Remedy("k"), "read -rs S_K && export S_K"; got != want {
		t.Errorf("the remedy is %q, want %q", got, want)
	}
}

func TestNamesInAStore(t *testing.T) {
	t.Parallel()
	for store, want := range map[string][]string{"": nil, aSecret: {"s"}} {
		path := filepath.Join(t.TempDir(), "s.yaml")
		if err := os.WriteFile(path, []byte(store), 0o600); err != nil {
			t.Fatal(err)
		}
		options := resolve.Options{Registry: builtin.Registry()}
		options.Surroundings.TrustedPaths = []string{path}
		plan := planOf(t, fmt.Sprintf("provider \"file\" \"local\" { path = %q }\nsecret { }\n", path), options)
		names, _, err := plan.StoredNames(t.Context(), resolve.Where{})
		if diff := cmp.Diff(want, names); diff != "" || err != nil {
			t.Errorf("%v; names (-want +got):\n%s", err, diff)
		}
	}
}

func TestChangesOfASecret(t *testing.T) {
	t.Parallel()
	s, path := storedIn(t, "# a comment\n", "s")
	set := func(key, value string) map[string]providers.Value {
		return map[string]providers.Value{key: providers.NewValue(value)}
	}
	_, err := s.Write(t.Context(), providers.Change{Set: set("k", "canary"), Condition: providers.IfPresent})
	wantSecretError(t, err, resolve.ErrNoSecret, "s")
	written, err := s.Write(t.Context(), providers.Change{Set: set("k", "canary"), Condition: providers.IfMissing})
	if err != nil || !written.Created || !slices.Equal(written.Set, []string{"k"}) {
		t.Fatalf("%+v, %v", written, err)
	}
	_, err = s.Write(t.Context(), providers.Change{Set: set("k", "canary"), Condition: providers.IfMissing})
	wantSecretError(t, err, resolve.ErrSecretExists, "s")
	written, err = s.Write(t.Context(), providers.Change{Set: set("l", "canary 2"), Remove: []string{"k"}})
	if err != nil || written.Created || !slices.Equal(written.Removed, []string{"k"}) {
		t.Fatalf("%+v, %v", written, err)
	}
	values, err := s.Get(t.Context())
	if diff := cmp.Diff(map[string]string{"l": "canary 2"}, revealed(values)); diff != "" || err != nil {
		t.Errorf("%v; values (-want +got):\n%s", err, diff)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), "# a comment\n") {
		t.Errorf("the file is %q, %v", text, err)
	}
}

// A store that is late, broken or against its contract confirms nothing.
func TestStoresThatDoNotSay(t *testing.T) {
	t.Parallel()
	present := providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{}}
	for name, checker := range map[string]providers.Checker{
		"silence": answerer(func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			return nil
		}),
		"a denial":       always(providers.Answer{Reason: providers.Denied, Detail: "no"}),
		"half an answer": always(present),
		"a panic": answerer(func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			panic("canary")
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := resolve.Options{Registry: types(map[string]providers.Checker{"test": checker})}
			s := stored(t, planOf(t, "provider \"test\" \"main\" {}\n"+oneReference, options), "s")
			_, err := s.Keys(t.Context())
			wantSecretError(t, err, resolve.ErrNotVerified, "s")
			wantSecretError(t, s.Has(t.Context(), "k"), resolve.ErrNotVerified, "s.k")
			_, err = s.Get(t.Context())
			wantSecretError(t, err, resolve.ErrNotVerified, "s")
			_, err = s.Get(t.Context(), "k")
			wantSecretError(t, err, resolve.ErrNotVerified, "s")
		})
	}
}

func TestUsesOfASecret(t *testing.T) {
	t.Parallel()
	plan := planOf(t, `provider "env" "ci" {}
provider "env" "other" {}
component "a" "b" { token = ["{{s.k}}", "{{s.l}}", "{{t.k}}"] }
component "a" "c" { token = "{{s.k}}" }
stack "one" {
  secrets    = provider.env.ci
  components = [component.a.b]
}
stack "two" {
  secrets    = provider.env.ci
  components = [component.a.b]
}
stack "three" {
  secrets    = provider.env.other
  components = [component.a.c]
}
secret "s" {
  description = "x"
  key "m" {}
}
`, resolve.Options{Registry: builtin.Registry()})
	for provider, want := range map[string][]string{
		"env.ci":    {"3:31 component.a.b", "3:42 component.a.b", "17:1 secret.s", "19:3 secret.s"},
		"env.other": {"4:30 component.a.c", "17:1 secret.s", "19:3 secret.s"},
	} {
		s, err := plan.Stored("s", resolve.Where{Provider: provider})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, use := range s.Uses() {
			got = append(got, fmt.Sprintf("%d:%d %s", use.Line, use.Column, use.Address))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: uses (-want +got):\n%s", provider, diff)
		}
	}
	want := map[string][]string{"s": {"k", "l", "m"}, "t": {"k"}}
	if diff := cmp.Diff(want, plan.KnownSecrets()); diff != "" {
		t.Errorf("known secrets (-want +got):\n%s", diff)
	}
}

// A mistake in the configuration does not come between a program and its secrets as long as it is elsewhere, but a client
// is only opened where there is none.
func TestClient(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("main.zsv.hcl", "variable \"file\" {}\nprovider \"file\" \"local\" { path = var.file }\n")
	write("s.yaml", aSecret)
	client, err := resolve.Open(t.Context(), dir, builtin.Registry(), resolve.OpenOptions{Variables: map[string]string{"file": "s.yaml"}})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := client.GetSecret(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"empty", "k", "l"}, slices.Sorted(maps.Keys(secret.Values))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	value, err := secret.Value("k")
	if err != nil || value.Reveal() != "canary" || fmt.Sprint(value) != "(redacted)" {
		t.Errorf("the value is another one, or shows: %v", err)
	}
	_, err = secret.Value("absent")
	wantSecretError(t, err, resolve.ErrNoKey, "s.absent")
	if value, err := client.GetValue(t.Context(), "s", "l"); err != nil || value.Reveal() != "canary 2" {
		t.Errorf("the value of one key: %v", err)
	}
	_, err = client.GetValue(t.Context(), "s", "absent")
	wantSecretError(t, err, resolve.ErrNoKey, "s.absent")
	_, err = client.GetSecret(t.Context(), "absent")
	wantSecretError(t, err, resolve.ErrNoSecret, "absent")
	if _, err := resolve.Open(t.Context(), dir, builtin.Registry(), resolve.OpenOptions{}); err == nil ||
		!strings.Contains(err.Error(), "main.zsv.hcl:1:1") {
		t.Errorf("without a value for the variable: %v", err)
	}
}

// What zsv never writes is told by the store, not by its type: a file that an orchestrator mounts is none of zsv's.
func TestWritable(t *testing.T) {
	t.Parallel()
	for block, want := range map[string]bool{
		`provider "file" "local" { path = "secrets.yaml" }`:             true,
		`provider "file" "local" { path = "/run/secrets/mlflow.yaml" }`: false,
		`provider "env" "ci" {}`:                                        false,
	} {
		plan := planOf(t, block+"\n", resolve.Options{Registry: builtin.Registry()})
		if got := stored(t, plan, "mlflow").Writable(); got != want {
			t.Errorf("%s: writable is %t, want %t", block, got, want)
		}
	}
}
