package vault_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
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
			maker := storetest.Maker{Factory: vault.New}
			providertest.Run(t, providertest.Subject{
				New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					kv := server.KV(t, with.version)
					token := server.RootToken
					if with.policy != "" {
						token = server.Token(t, kv.Mount, with.policy)
					}
					around := providers.Surroundings{Environ: server.Environ(token), Log: log}
					block := fmt.Sprintf("mount = %q\n%s", kv.Mount, with.block)
					checker := maker.Make(t, block, around)
					kv.Fill(t, located(checker.(providers.Locator), kv.Mount, store))
					return checker
				},
				Reopen:     maker.Reopen,
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

// located gives each secret its place below the mount.
func located(p providers.Locator, mount string, store providertest.Store) map[string]map[string]any {
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
