package vault_test

import (
	"fmt"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("s%d", i)
	}
	return names
}

func manySecrets(n int) map[string]map[string]any {
	secrets := map[string]map[string]any{}
	for _, name := range manyNames(n) {
		secrets["ml/"+name] = map[string]any{"password": "x", "username": "y"}
	}
	return secrets
}

// wantAudited compares what Requests says with what Vault's own log says.
func wantAudited(t *testing.T, server *vaulttest.Server, mark vaulttest.Mark, mounts []string, want int) {
	t.Helper()
	var seen []vaulttest.Request
	for _, mount := range mounts {
		seen = append(seen, server.Requests(t, mark, mount)...)
	}
	if len(seen) != want {
		t.Errorf("Vault's audit log has %d requests, want %d: %v", len(seen), want, seen)
	}
}

func TestFewRequests(t *testing.T) {
	t.Parallel()
	const n = 500
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(n))
	policy := server.Policy(t, kv.Mount, subkeysOnly)
	absent := append(manyNames(n-2), "absent", "absent_too")
	for name, with := range map[string]struct {
		level providers.Level
		names []string
		want  int
	}{
		"one secret":                       {providers.SecretAndKeyExists, manyNames(1), 2 + 1},
		"500 secrets":                      {providers.SecretAndKeyExists, manyNames(n), 2 + n},
		"500 secrets, two missing":         {providers.SecretAndKeyExists, absent, 2 + n + 1},
		"500 secrets, whether they exist":  {providers.SecretExists, manyNames(n), 3},
		"500 secrets, two of them missing": {providers.SecretExists, absent, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			login := server.AppRole(t, policy)
			environ := append(server.Environ(""), "VAULT_ROLE_ID="+login.RoleID, "VAULT_SECRET_ID="+login.SecretID)
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\nauth \"approle\" { mount = %q }", kv.Mount, login.Mount),
				environ...)
			for name, answer := range ask(t, p, with.level, []string{"password", "username"}, with.names...) {
				want := present
				if name == "absent" || name == "absent_too" {
					want = missing
				}
				if answer.Secret != want {
					t.Errorf("%s is %+v, want %s", name, answer, want)
				}
			}
			wantRequests(t, p, with.want)
		})
	}
}

func TestVaultCountsAsManyRequests(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(20))
	login := server.AppRole(t, server.Policy(t, kv.Mount, subkeysOnly))
	environ := append(server.Environ(""), "VAULT_ROLE_ID="+login.RoleID, "VAULT_SECRET_ID="+login.SecretID)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\nauth \"approle\" { mount = %q }", kv.Mount, login.Mount),
		environ...)
	mark := server.Mark(t)
	ask(t, p, providers.SecretAndKeyExists, []string{"password"}, append(manyNames(20), "absent", "other/absent")...)
	wantRequests(t, p, 1+1+22+2) // the login, the mount, the secrets, the two directories that lack one
	wantAudited(t, server, mark, []string{kv.Mount, "auth/" + login.Mount}, p.Requests())

	// A second check needs neither login nor mount: the secret ID was good for one login.
	mark = server.Mark(t)
	ask(t, p, providers.SecretExists, nil, manyNames(20)...)
	wantAudited(t, server, mark, []string{kv.Mount, "auth/" + login.Mount}, 1)
}
