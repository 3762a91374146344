package vault_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]struct {
		version int
		block   string
		policy  string // empty: root
	}{
		"KV v2":                           {version: 2},
		"KV v2 with the least policy":     {version: 2, policy: subkeysOnly, block: `prefix = "ml/prod"`},
		"KV v2 with nothing but the data": {version: 2, policy: dataOnly + `path "MOUNT/metadata/*" { capabilities = ["list"] }`},
		"KV v1":                           {version: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := vaulttest.Start(t)
			providertest.Run(t, providertest.Subject{
				New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					kv := server.KV(t, with.version)
					token := server.RootToken
					if with.policy != "" {
						token = server.Token(t, kv.Mount, with.policy)
					}
					around := providers.Surroundings{Environ: server.Environ(token), Log: log}
					checker := conformant(t, fmt.Sprintf("mount = %q\n%s", kv.Mount, with.block), around)
					kv.Fill(t, located(checker, kv.Mount, store))
					return checker
				},
				Holds: func(secret, key string) bool { // KV v1 refuses a secret without keys
					return providers.CheckPath(secret) == nil && !strings.Contains(secret, "..") && (with.version == 2 || key != "")
				},
			})
		})
	}
}

func conformant(t providertest.T, block string, around providers.Surroundings) *vault.Provider {
	file, diags := hclsyntax.ParseConfig([]byte(block), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("the block does not parse: %v", diags)
	}
	checker, diags := vault.New(file.Body, nil, around)
	if diags.HasErrors() {
		t.Fatalf("the block is refused: %v", diags)
	}
	return checker.(*vault.Provider)
}

// located gives each secret its place below the mount.
func located(p *vault.Provider, mount string, store providertest.Store) map[string]map[string]any {
	secrets := map[string]map[string]any{}
	for name, held := range store {
		data := map[string]any{}
		for key, value := range held {
			data[key] = value
		}
		secrets[p.Locate(name, "")[len(mount)+1:]] = data
	}
	return secrets
}
