package vault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	for _, with := range []struct{ block, name, path, want string }{
		{``, "mlflow", "", "secret/mlflow"},
		{`prefix = "ml/prod"`, "mlflow", "", "secret/ml/prod/mlflow"},
		{`prefix = "ml/prod"`, "team/mlflow", "", "secret/ml/prod/team/mlflow"},
		{"mount = \"team/kv\"\nprefix = \"ml\"", "mlflow", "", "team/kv/ml/mlflow"},
		{`prefix = "ml/prod"`, "mlflow", "shared/mlflow", "secret/shared/mlflow"},
		{``, "../sys", "", "secret/../sys"},
	} {
		if got := newProvider(t, with.block).Locate(with.name, with.path); got != with.want {
			t.Errorf("%s: Locate(%q, %q) is %q, want %q", with.block, with.name, with.path, got, with.want)
		}
	}
}

func TestPathsThatLeadElsewhereAreNotSent(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", map[string]any{"password": "x"})
	bad := []string{"../database/creds/x", "a/../mlflow", "..", ".", "./mlflow", "a//b", "/mlflow", "mlflow/", "", "a\nb", "a\x00b", "..a", "a...b"}
	for _, level := range bothLevels {
		p := newProvider(t, "mount = \""+kv.Mount+"\"", server.Environ(server.RootToken)...)
		answers := ask(t, p, level, []string{"password"}, append(bad, "mlflow")...)
		for _, name := range bad {
			if answers[name].Secret != providers.Unverified || answers[name].Reason != providers.Invalid {
				t.Errorf("%q at %s is %+v, want unverified and invalid", name, level, answers[name])
			}
		}
		if answers["mlflow"].Secret != present {
			t.Errorf("the good one is %+v", answers["mlflow"])
		}
		wantRequests(t, p, 2)

		p = newProvider(t, "mount = \""+kv.Mount+"\"", server.Environ(server.RootToken)...)
		ask(t, p, level, []string{"password"}, bad...)
		wantRequests(t, p, 0)
	}
}

func TestALocationOnAnotherMountIsNotSent(t *testing.T) {
	t.Parallel()
	p := newProvider(t, "", "VAULT_ADDR=http://127.0.0.1:1", "VAULT_TOKEN=x")
	var got []providers.Answer
	err := p.Check(t.Context(), providers.SecretExists, []providers.Query{{Location: "sys/auth"}, {Location: "secretive/x"}},
		func(_ int, answer providers.Answer) { got = append(got, providers.Answer{Reason: answer.Reason}) })
	if difference := cmp.Diff([]providers.Answer{{Reason: providers.Invalid}, {Reason: providers.Invalid}}, got); err != nil ||
		difference != "" {
		t.Errorf("Check returned %v and wrong answers (-want +got):\n%s", err, difference)
	}
}

// TestOddNames: what is no trouble to Vault is none to zsv.
func TestOddNames(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		names := []string{"a b", "a?b", "a#b", "a%2Fb", "a%b", "a&b=c", "a+b", "münchen", "a:b", "data", "metadata/x"}
		for _, name := range names {
			kv.Put(t, name, map[string]any{"key with spaces": "x", "a.b": "y", "\u202ekey": "z"})
		}
		for _, level := range bothLevels {
			p := newProvider(t, "mount = \""+kv.Mount+"\"", server.Environ(server.RootToken)...)
			for name, answer := range ask(t, p, level, []string{"a.b", "key with spaces", "\u202ekey"}, names...) {
				if answer.Secret != present {
					t.Errorf("KV v%d at %s: %q is %+v, want present", version, level, name, answer)
				}
				for key, said := range answer.Keys {
					if said.Status != present {
						t.Errorf("KV v%d: the key %q of %q is %+v, want present", version, key, name, said)
					}
				}
			}
		}
	}
}
