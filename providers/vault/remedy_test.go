package vault_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestRemedy(t *testing.T) {
	t.Parallel()
	chosen := []string{"VAULT_ADDR=https://vault.example.com:8200"}
	trusted := []string{"https://other.example.com:8200"}
	for name, with := range map[string]struct {
		block   string
		environ []string
		name    string
		keys    []string
		exists  bool
		want    string
	}{
		"a new secret": {`prefix = "ml/prod"`, chosen, "mlflow", []string{"password", "username"}, false,
			"vault kv put -mount=secret ml/prod/mlflow password=-\nvault kv patch -mount=secret ml/prod/mlflow username=-"},
		"a new key": {"", chosen, "mlflow", []string{"password"}, true, "vault kv patch -mount=secret mlflow password=-"},
		"a namespace": {`namespace = "team/ml"`, chosen, "mlflow", []string{"password"}, true,
			"vault kv patch -namespace=team/ml -mount=secret mlflow password=-"},
		"OpenBao": {"", []string{"BAO_ADDR=https://bao.example.com"}, "mlflow", []string{"password"}, true,
			"bao kv patch -mount=secret mlflow password=-"},
		"another address": {`address = "https://other.example.com:8200"`, chosen, "mlflow", []string{"password"}, true,
			"vault kv patch -address=https://other.example.com:8200 -mount=secret mlflow password=-"},
		"an address that is not trusted": {`address = "https://evil.example.com:8200"`, chosen, "mlflow", []string{"password"}, true, ""},
		"KV v1, a new secret": {"kv_version = 1", chosen, "mlflow", []string{"password"}, false,
			"vault kv put -mount=secret mlflow password=-"},
		"KV v1, a new secret of two keys": {"kv_version = 1", chosen, "mlflow", []string{"a", "b"}, false,
			"# KV v1: type all keys as one JSON object: {\"a\": …, \"b\": …}\nvault kv put -mount=secret mlflow -"},
		"KV v1, a new key": {"kv_version = 1", chosen, "mlflow", []string{"password"}, true,
			"# KV v1: this replaces the whole secret, so type all its keys as one JSON object, also those that it has: " +
				"{\"password\": …}\nvault kv put -mount=secret mlflow -"},
		"what a shell would run": {"", chosen, "a b'$(id)", []string{"k;id"}, true,
			`vault kv patch -mount=secret 'a b'\''$(id)' 'k;id=-'`},
		"what reads as a flag": {"", chosen, "-address=http:evil.example.com", []string{"k"}, true,
			"vault kv patch -mount=secret -- -address=http:evil.example.com k=-"},
		"a key that does not fit": {"", chosen, "mlflow", []string{"a=b", "c"}, false,
			"# the key \"a=b\" cannot stand on a command line: see vault kv patch -help for JSON\n" +
				"vault kv put -mount=secret mlflow c=-"},
		"a path that leads elsewhere": {"", chosen, "../sys", []string{"k"}, false, ""},
		"no keys":                     {"", chosen, "mlflow", nil, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			around, _ := surroundings(t, with.environ...)
			around.TrustedAddresses = trusted
			p := newProviderIn(t, with.block, around)
			if difference := cmp.Diff(with.want, p.Remedy(p.Locate(with.name, ""), with.keys, with.exists)); difference != "" {
				t.Errorf("wrong commands (-want +got):\n%s", difference)
			}
		})
	}
}

// TestRemedyWorks runs the commands with Vault's own tool.
func TestRemedyWorks(t *testing.T) {
	t.Parallel()
	binary := vaulttest.Binary(t)
	server := vaulttest.Start(t)
	tools := t.TempDir()
	if err := os.Symlink(binary, filepath.Join(tools, "vault")); err != nil {
		t.Fatal(err)
	}
	names := []string{"mlflow", "a b'$(touch boom)", "-output-curl-string", "deleted"}
	wanted := []string{"-k", "@file", "pass word", "password"}
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		kv.Put(t, "ml/deleted", map[string]any{"old": "x"})
		kv.Delete(t, "ml/deleted")
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
		for _, prefix := range []string{"", "ml/"} {
			for _, name := range names {
				ask(t, p, providers.SecretAndKeyExists, wanted, prefix+name)
				commands := p.Remedy(p.Locate(prefix+name, ""), wanted, false)
				for line := range strings.SplitSeq(commands, "\n") {
					input := "value"
					if strings.HasSuffix(line, " -") {
						input = `{"-k": "v", "@file": "v", "pass word": "v", "password": "v"}`
					}
					shell := exec.Command("/bin/sh", "-c", line)
					shell.Dir = tools
					shell.Stdin = strings.NewReader(input)
					shell.Env = append(server.Environ(server.RootToken), "PATH="+tools+":"+os.Getenv("PATH"), "HOME="+tools)
					if output, err := shell.CombinedOutput(); err != nil {
						t.Errorf("KV v%d: %s: %v\n%s", version, line, err, output)
					}
				}
				got := ask(t, p, providers.SecretAndKeyExists, wanted, prefix+name)[prefix+name]
				for _, key := range wanted {
					if got.Keys[key].Status != present {
						t.Errorf("KV v%d: after\n%s\nthe key %q is %+v", version, commands, key, got)
					}
				}
			}
		}
	}
}
