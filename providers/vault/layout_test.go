package vault_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

const (
	managerBlock = "mount = %q\nlayout = \"zenml_secrets_manager\"\nscope = %q"
	storeBlock   = "mount = %q\nlayout = \"zenml_secrets_store\""
	secretID     = "5b1c3a52-8d4e-4b6f-9a53-0f1e2d3c4b5a"
)

// The secrets manager of ZenML kept secrets below its scope, with the schema beside the keys.
func TestTheScopesOfZenMLsSecretsManager(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	const component = "component/" + secretID
	for scope, directory := range map[string]string{"none": "", "global": "zenml/global/", component: "zenml/" + component + "/",
		"namespace/ml.prod": "zenml/namespace/ml.prod/"} {
		kv.Put(t, directory+"mlflow", map[string]any{"password": scope, "zenml_schema_name": "arbitrary"})
	}
	for _, scope := range []string{"none", "global", component, "namespace/ml.prod"} {
		p := newProvider(t, fmt.Sprintf(managerBlock, kv.Mount, scope), server.Environ(server.Token(t, kv.Mount, subkeysOnly))...)
		answers := ask(t, p, providers.SecretAndKeyExists, []string{"password", "zenml_schema_name"}, "mlflow", "other")
		wantVerdicts(t, answers, map[string]providers.Answer{
			"mlflow": {Secret: present, Keys: keys("password", "-zenml_schema_name")}, "other": {Secret: missing}})
		names, err := p.List(t.Context())
		if err != nil || !cmp.Equal(names, []string{"mlflow"}) {
			t.Errorf("%s: the secrets are %q, %v", scope, names, err)
		}
		list, err := p.ListKeys(t.Context(), p.Locate("mlflow", ""))
		if err != nil || !cmp.Equal(list.Keys, []string{"password"}) {
			t.Errorf("%s: the keys are %q, %v", scope, list.Keys, err)
		}
		p = newProvider(t, fmt.Sprintf(managerBlock, kv.Mount, scope), server.Environ(server.RootToken)...)
		if got := fetchAll(t, p, p.Locate("mlflow", "")); !cmp.Equal(got, map[string]string{"password": scope}) {
			t.Errorf("%s: fetched %q", scope, got)
		}
	}
}

// fetchAll returns all values of a secret.
func fetchAll(t *testing.T, p *vault.Provider, location string, names ...string) map[string]string {
	t.Helper()
	values := map[string]string{}
	err := p.Fetch(t.Context(), []providers.Query{{Location: location, Keys: names}}, func(_ int, f providers.Fetched) {
		for key, value := range f.Values {
			values[key] = value.Reveal()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// What zsv writes, the secrets manager reads: a secret that is new has a schema, one that is there keeps its own.
func TestWritingForZenMLsSecretsManager(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "zenml/global/aws", map[string]any{"k": "x", "zenml_schema_name": "aws"})
	for name, rules := range map[string]string{"patch": subkeysOnly + toWrite, "whole": subkeysOnly + withoutPatch} {
		p := newProvider(t, fmt.Sprintf(managerBlock, kv.Mount, "global"), server.Environ(server.Token(t, kv.Mount, rules))...)
		for _, secret := range []string{"aws", "new-" + name} {
			written, err := p.Write(t.Context(), providers.Change{Location: p.Locate(secret, ""), Set: map[string]providers.Value{
				"k": providers.NewValue("y")}})
			if err != nil || !cmp.Equal(written.Set, []string{"k"}) {
				t.Errorf("%s: %s: wrote %q, %v", name, secret, written.Set, err)
			}
		}
	}
	for secret, schema := range map[string]string{"aws": "aws", "new-patch": "arbitrary", "new-whole": "arbitrary"} {
		want := map[string]string{"k": "y", "zenml_schema_name": schema}
		plain := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"zenml/global\"", kv.Mount), server.Environ(server.RootToken)...)
		if got := fetchAll(t, plain, plain.Locate(secret, "")); !cmp.Equal(got, want) {
			t.Errorf("%s has %q, want %q", secret, got, want)
		}
	}
	p := newProvider(t, fmt.Sprintf(managerBlock, kv.Mount, "global"), server.Environ(server.RootToken)...)
	value := map[string]providers.Value{"k": providers.NewValue("x")}
	for what, err := range map[string]error{
		"the schema":   p.Vet(providers.Change{Location: p.Locate("s", ""), Remove: []string{"zenml_schema_name"}}),
		"a name":       p.Vet(providers.Change{Location: p.Locate("a b", ""), Set: value}),
		"another name": p.Rename(t.Context(), p.Locate("aws", ""), p.Locate("a b", "")),
	} {
		if reason, _ := providers.ReasonOf(err); reason != providers.Invalid {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

// The secrets store of a ZenML server keeps secrets at their ids, the keys in a map: their names are seen without the values.
func TestTheSecretsStoreOfAZenMLServer(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "zenml/"+secretID, map[string]any{
		"zenml_secret_values":   map[string]any{"password": "hunter2", "user": "ml"},
		"zenml_secret_metadata": map[string]any{"zenml": "deployment", "zenml_secret_id": secretID},
	})
	const other, none, empty = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000003"
	kv.Put(t, "zenml/"+other, map[string]any{"password": "x"})
	kv.Put(t, "zenml/"+empty, map[string]any{"zenml_secret_values": "text", "password": "x"})
	for name, rules := range map[string]string{"least": subkeysOnly, "data": dataOnly + `path "MOUNT/metadata/*" { capabilities = ["list"] }`} {
		p := newProvider(t, fmt.Sprintf(storeBlock, kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
		answers := ask(t, p, providers.SecretAndKeyExists, []string{"password", "zenml_secret_values", "zenml_secret_id"}, secretID, none)
		read := map[string]int{"data": 4}[name]
		wantVerdicts(t, answers, map[string]providers.Answer{
			secretID: {Secret: present, Keys: keys("password", "-zenml_secret_values", "-zenml_secret_id"), ValuesRead: read}, none: {Secret: missing}})
		for _, id := range []string{other, empty} {
			answer := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, id)[id]
			if answer.Secret != providers.Unverified || answer.Reason != providers.Invalid || !strings.Contains(answer.Detail, "zenml_secret_values") {
				t.Errorf("%s: %s is %v", name, id, answer)
			}
		}
	}
	const bare = "00000000-0000-4000-8000-000000000004"
	kv.Put(t, "zenml/"+bare, map[string]any{"zenml_secret_values": map[string]any{}, "zenml_secret_metadata": map[string]any{"zenml": "x"}})
	for _, rules := range []string{subkeysOnly, dataOnly} {
		p := newProvider(t, fmt.Sprintf(storeBlock, kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
		if answer := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, bare)[bare]; answer.Secret != present ||
			answer.Keys["password"].Status != missing {
			t.Errorf("a secret without keys is %v", answer)
		}
	}
	p := newProvider(t, fmt.Sprintf(storeBlock, kv.Mount), server.Environ(server.RootToken)...)
	if got, want := p.Locate("mlflow", secretID), kv.Mount+"/zenml/"+secretID; got != want {
		t.Errorf("the block's id leads to %q, want %q", got, want)
	}
	if got, want := fetchAll(t, p, p.Locate("mlflow", "zenml/"+secretID)), (map[string]string{"password": "hunter2", "user": "ml"}); !cmp.Equal(got, want) {
		t.Errorf("fetched %q, want %q", got, want)
	}
	wantVerdicts(t, ask(t, p, providers.SecretExists, nil, secretID, none), map[string]providers.Answer{secretID: {Secret: present}, none: {Secret: missing}})
	if names, err := p.List(t.Context()); err != nil || len(names) != 4 {
		t.Errorf("the ids are %q, %v", names, err)
	}
}

// By its name no secret of a server is found, and nothing of a server's is changed behind its back. Both are said with the way
// to do it.
func TestWhatTheSecretsStoreDoesNotTell(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	p := newProvider(t, fmt.Sprintf(storeBlock, kv.Mount), server.Environ(server.RootToken)...)
	for _, name := range []string{"mlflow", "5B1C3A52-8D4E-4B6F-9A53-0F1E2D3C4B5A"} {
		answer := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, name)[name]
		if answer.Secret != providers.Unverified || answer.Reason != providers.Unsupported || !strings.Contains(answer.Detail, `provider "zenml"`) {
			t.Errorf("%s is %v", name, answer)
		}
	}
	wantRequests(t, p, 0)
	location := p.Locate("mlflow", secretID)
	_, written := p.Write(t.Context(), providers.Change{Location: location, Set: map[string]providers.Value{"k": providers.NewValue("x")}})
	_, deleted := p.Delete(t.Context(), location)
	for what, err := range map[string]error{"write": written, "delete": deleted, "rename": p.Rename(t.Context(), location, location)} {
		if reason, detail := providers.ReasonOf(err); reason != providers.Unsupported || !strings.Contains(detail, "zenml secret") {
			t.Errorf("%s: got %v", what, err)
		}
	}
	wantRequests(t, p, 0)
	v1 := server.KV(t, 1)
	for _, block := range []string{fmt.Sprintf(storeBlock, v1.Mount), fmt.Sprintf(managerBlock, v1.Mount, "global")} {
		p := newProvider(t, block, server.Environ(server.RootToken)...)
		err := p.Check(t.Context(), providers.SecretExists, []providers.Query{{Location: p.Locate("x", secretID)}}, func(int, providers.Answer) {
			t.Error("there is an answer from KV version 1")
		})
		if reason, _ := providers.ReasonOf(err); reason != providers.Unsupported {
			t.Errorf("KV version 1: %v", err)
		}
	}
}

func TestInvalidLayouts(t *testing.T) {
	t.Parallel()
	const manager, store = "layout = \"zenml_secrets_manager\"\n", "layout = \"zenml_secrets_store\"\n"
	for source, want := range map[string]string{
		`layout = "zenml_secret_store"`:           `Did you mean "zenml_secrets_store"?`,
		`scope = "global"`:                        `is for layout = "zenml_secrets_manager"`,
		store + `scope = "global"`:                `is for layout = "zenml_secrets_manager"`,
		store + `prefix = "ml"`:                   `at paths of its own`,
		store + `kv_version = 1`:                  `in KV version 2 alone`,
		manager:                                   `The argument "scope" is missing`,
		manager + `scope = "globl"`:               `Did you mean "global"?`,
		manager + `scope = "component"`:           `"component/ID"`,
		manager + `scope = "namespace/"`:          `"namespace/NAME"`,
		manager + `scope = "namespace/a/b"`:       `"namespace/NAME"`,
		manager + `scope = "global/../component"`: `is not one of`,
	} {
		around, _ := surroundings(t)
		_, diags := decode(t, source, around)
		if len(diags) != 1 || !strings.Contains(diags[0].Detail, want) || diags[0].Subject == nil {
			t.Errorf("%s: got %v, want a diagnostic with %q", source, diags, want)
		}
	}
}

func TestLayoutConformance(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	maker := storetest.Maker{Factory: vault.New}
	subject := providertest.Subject{
		New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
			kv := server.KV(t, 2)
			around := providers.Surroundings{Environ: server.Environ(server.RootToken), Log: log}
			block := fmt.Sprintf(managerBlock, kv.Mount, "global")
			checker := maker.Make(t, block, around)
			secrets := located(checker.(providers.Locator), kv.Mount, store)
			for _, data := range secrets {
				data["zenml_schema_name"] = "arbitrary"
			}
			kv.Fill(t, secrets)
			return checker
		},
		Reopen: maker.Reopen,
		Powers: []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
			providertest.Listing, providertest.ListingKeys},
		Holds: func(secret, _ string) bool {
			return secret != "" && strings.Trim(secret, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=.@-") == "" &&
				providers.CheckPath(secret) == nil && !strings.Contains(secret, "..")
		},
		HoldsValue: utf8.ValidString,
	}
	providertest.Run(t, subject)
}

// ZenML's secrets manager has no secrets in directories, nor of other names than it allows: what is there is none of its own.
func TestNamesThatZenMLsSecretsManagerDoesNotKnow(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "zenml/global/team/x", map[string]any{"k": "x", "zenml_schema_name": "arbitrary"})
	kv.Put(t, "zenml/global/a b", map[string]any{"k": "x", "zenml_schema_name": "arbitrary"})
	p := newProvider(t, fmt.Sprintf(managerBlock, kv.Mount, "global"), server.Environ(server.RootToken)...)
	for _, name := range []string{"team/x", "a b"} {
		for _, answer := range ask(t, p, providers.SecretAndKeyExists, []string{"k"}, name) {
			if answer.Secret != providers.Unverified || answer.Reason != providers.Invalid || !strings.Contains(answer.Detail, name) {
				t.Errorf("%s: got %+v", name, answer)
			}
		}
	}
}
