package vault_test

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	all := []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
		providertest.Listing, providertest.ListingKeys}
	for name, with := range map[string]struct {
		version int
		block   string
		policy  string // empty: root
		refused []providertest.Power
	}{
		"KV v2": {version: 2},
		"KV v2 with the least policy": {version: 2, policy: subkeysOnly, block: `prefix = "ml/prod"`,
			refused: all[:4]},
		"KV v2 with nothing but the data": {version: 2, policy: dataOnly + `path "MOUNT/metadata/*" { capabilities = ["list"] }`,
			refused: all[1:4]},
		"KV v2 with the policy to write": {version: 2, policy: subkeysOnly + toWrite, block: `prefix = "ml/prod"`,
			refused: []providertest.Power{providertest.Fetching, providertest.Renaming}},
		"KV v2 without patch": {version: 2, policy: subkeysOnly + withoutPatch, block: `prefix = "ml/prod"`},
		"KV v1":               {version: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := vaulttest.Start(t)
			var opened sync.Map // how each checker was made
			providertest.Run(t, providertest.Subject{
				New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					kv := server.KV(t, with.version)
					token := server.RootToken
					if with.policy != "" {
						token = server.Token(t, kv.Mount, with.policy)
					}
					around := providers.Surroundings{Environ: server.Environ(token), Log: log}
					block := fmt.Sprintf("mount = %q\n%s", kv.Mount, with.block)
					checker := conformant(t, block, around)
					opened.Store(checker, opening{block, around})
					kv.Fill(t, located(checker, kv.Mount, store))
					return checker
				},
				Reopen: func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
					how, _ := opened.Load(checker)
					again := how.(opening)
					again.around.Log = log
					return conformant(t, again.block, again.around)
				},
				Powers:     all,
				Refused:    with.refused,
				LosesRaces: with.version == 1,
				Holds: func(secret, key string) bool { // KV v1 refuses a secret without keys
					return providers.CheckPath(secret) == nil && !strings.Contains(secret, "..") && (with.version == 2 || key != "")
				},
				HoldsValue: utf8.ValidString,
			})
		})
	}
}

// An opening is how a checker was made.
type opening struct {
	block  string
	around providers.Surroundings
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
