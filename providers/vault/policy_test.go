package vault_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestTheLeastPolicyNeverTouchesData(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	token := server.Token(t, kv.Mount, subkeysOnly)
	mark := server.Mark(t)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), server.Environ(token)...)
	for _, level := range bothLevels {
		for name, answer := range ask(t, p, level, []string{"password"}, allNames...) {
			if answer.ValuesRead != 0 || answer.Secret == providers.Unverified {
				t.Errorf("%s at %s: %+v, want an answer without reading values", name, level, answer)
			}
		}
	}
	seen := server.Requests(t, mark, token)
	if data := vaulttest.Below(seen, kv.Mount+"/data/"); len(data) > 0 {
		t.Errorf("Vault's audit log has requests for data: %v", data)
	}
	if len(seen) != p.Requests() {
		t.Errorf("Vault's audit log has %d requests, Requests() says %d: %v", len(seen), p.Requests(), seen)
	}
}

func TestTheFallbackReadsValuesAndSaysSo(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	environ := server.Environ(server.Token(t, kv.Mount, dataOnly))
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)
	gone := providers.Answer{Secret: missing, Reason: providers.Deleted}

	p := newProvider(t, block, environ...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"inner", "password"}, "mlflow", "slack", "deleted", "destroyed"),
		map[string]providers.Answer{
			"mlflow":    {Secret: present, Keys: keys("password", "-inner"), ValuesRead: 3},
			"slack":     {Secret: missing},
			"deleted":   gone,
			"destroyed": gone,
		})
	wantRequests(t, p, 1+1+1+4+1) // the mount, subkeys refused, capabilities, the data, a listing refused

	p = newProvider(t, block, environ...)
	wantVerdicts(t, ask(t, p, providers.SecretExists, nil, "mlflow", "slack"), map[string]providers.Answer{
		"mlflow": {Secret: present, ValuesRead: 3}, "slack": {Secret: missing},
	})
}

func TestReadValuesNever(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"\n", kv.Mount)
	for name, with := range map[string]struct{ block, flag string }{
		"in the block":            {block + `read_values = "never"`, ""},
		"by the flag":             {block, "never"},
		"by the flag, which wins": {block + `read_values = "fallback"`, "never"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := server.Token(t, kv.Mount, dataOnly)
			around, _ := surroundings(t, server.Environ(token)...)
			around.ReadValues = with.flag
			p := newProviderIn(t, with.block, around)
			mark := server.Mark(t)
			for _, level := range bothLevels {
				wantVerdicts(t, ask(t, p, level, []string{"password"}, "mlflow", "slack"), allDenied([]string{"mlflow", "slack"}))
			}
			if data := vaulttest.Below(server.Requests(t, mark, token), kv.Mount+"/data/"); len(data) > 0 {
				t.Errorf("values were read: %v", data)
			}
		})
	}
}

func TestNothingAllowed(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		kv.Fill(t, manySecrets(60))
		for _, level := range bothLevels {
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount),
				server.Environ(server.Token(t, kv.Mount, elsewhere))...)
			answers := ask(t, p, level, []string{"password"}, manyNames(60)...)
			for name, answer := range answers {
				if answer.Secret != providers.Unverified || answer.Reason != providers.Denied {
					t.Errorf("KV v%d at %s: %s is %+v, want unverified and denied", version, level, name, answer)
				}
			}
			// Below a mount that is not shown the engine is taken for KV v2, whatever it is.
			for _, line := range []string{
				fmt.Sprintf(`path "%s/subkeys/ml/*" { capabilities = ["read"] }`, kv.Mount),
				fmt.Sprintf(`path "%s/metadata/ml/*" { capabilities = ["list"] }`, kv.Mount),
			} {
				if !slices.Contains(answers["s0"].Advice, line) {
					t.Errorf("the advice lacks %s: %q", line, answers["s0"].Advice)
				}
			}
			wantRequests(t, p, 3) // the mount, the first question, capabilities
		}
	}
}

func TestPoliciesThatDifferBySecret(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	for _, name := range []string{"keys", "values", "listed", "both"} {
		kv.Put(t, name, map[string]any{"password": "x"})
	}
	for _, name := range []string{"known", "secret"} {
		kv.Put(t, "dir/"+name, map[string]any{"password": "x"})
	}
	token := server.Token(t, kv.Mount, `
		path "MOUNT/subkeys/keys"     { capabilities = ["read"] }
		path "MOUNT/data/values"      { capabilities = ["read"] }
		path "MOUNT/subkeys/both"     { capabilities = ["read"] }
		path "MOUNT/data/both"        { capabilities = ["read"] }
		path "MOUNT/metadata/"        { capabilities = ["list"] }
		path "MOUNT/metadata/dir/known" { capabilities = ["read"] }`)
	want := map[string]providers.Answer{
		"keys":       {Secret: present, Keys: keys("password")},
		"values":     {Secret: present, Keys: keys("password"), ValuesRead: 1},
		"both":       {Secret: present, Keys: keys("password")}, // values are not read where subkeys may be
		"listed":     {Secret: present, Keys: unverifiedKeys(providers.Denied, "password")},
		"absent":     {Secret: missing},
		"dir/known":  {Secret: present, Keys: unverifiedKeys(providers.Denied, "password")},
		"dir/secret": {Reason: providers.Denied},
	}
	names := []string{"values", "keys", "both", "listed", "absent", "dir/known", "dir/secret"}
	for _, lead := range []int{0, 1, 3, 6} { // whichever is asked first
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(token)...)
		order := append(append([]string{}, names[lead:]...), names[:lead]...)
		wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, order...), want)
	}
}

func TestATokenThatMayNotAskForItsCapabilities(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)

	p := newProvider(t, block, server.Environ(server.BareToken(t, kv.Mount, dataOnly))...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow", "slack"),
		map[string]providers.Answer{
			"mlflow": {Secret: present, Keys: keys("password"), ValuesRead: 3}, "slack": {Secret: missing},
		})

	p = newProvider(t, block, server.Environ(server.BareToken(t, kv.Mount, elsewhere))...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, allNames...), allDenied(allNames))
	wantRequests(t, p, 3)
}

func allDenied(names []string) map[string]providers.Answer {
	all := map[string]providers.Answer{}
	for _, name := range names {
		all[name] = providers.Answer{Reason: providers.Denied}
	}
	return all
}

func TestKVv1WithListOnly(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	situations(t, kv)
	token := server.Token(t, kv.Mount, `path "MOUNT/*" { capabilities = ["list"] }`)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), server.Environ(token)...)
	answers := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow", "slack")
	wantVerdicts(t, answers, map[string]providers.Answer{
		"mlflow": {Secret: present, Keys: unverifiedKeys(providers.Denied, "password")}, "slack": {Secret: missing},
	})
	if line := fmt.Sprintf(`path "%s/ml/*" { capabilities = ["read", "list"] }`, kv.Mount); !slices.Contains(
		answers["mlflow"].Advice, line) {
		t.Errorf("the advice lacks %s: %q", line, answers["mlflow"].Advice)
	}
}
