package vault_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault"
)

// subkeysOnly is the least that answers every level.
const subkeysOnly = `
path "MOUNT/subkeys/*"  { capabilities = ["read"] }
path "MOUNT/metadata/*" { capabilities = ["list"] }
`

const dataOnly = `path "MOUNT/data/*" { capabilities = ["read"] }`

// toWrite changes and deletes secrets without reading values.
const toWrite = `path "MOUNT/data/*" { capabilities = ["create", "update", "patch", "delete"] }`

// withoutPatch does so by reading and writing whole secrets.
const withoutPatch = `path "MOUNT/data/*" { capabilities = ["create", "read", "update", "delete"] }`

// elsewhere is a policy that allows nothing on any mount of the tests.
const elsewhere = `path "nowhere/*" { capabilities = ["read"] }`

// What all tests of such providers share.
var (
	surroundings   = storetest.Surroundings
	wantVerdicts   = storetest.WantVerdicts
	keys           = storetest.Keys
	unverifiedKeys = storetest.UnverifiedKeys
	trap           = storetest.Trap
)

// decode makes a provider of the inside of its block.
func decode(t *testing.T, block string, around providers.Surroundings) (*vault.Provider, hcl.Diagnostics) {
	t.Helper()
	return storetest.Decode[*vault.Provider](t, vault.New, block, around)
}

// newProvider makes a provider of a block that is right.
func newProvider(t *testing.T, block string, environ ...string) *vault.Provider {
	t.Helper()
	around, _ := surroundings(t, environ...)
	return newProviderIn(t, block, around)
}

func newProviderIn(t *testing.T, block string, around providers.Surroundings) *vault.Provider {
	t.Helper()
	return storetest.New[*vault.Provider](t, vault.New, block, around)
}

// ask asks for secrets, of each the same keys, and returns the answers by name.
func ask(t *testing.T, p *vault.Provider, level providers.Level, keys []string, names ...string) map[string]providers.Answer {
	t.Helper()
	return storetest.Ask(t, p, level, keys, names...)
}

// try is ask where Check may fail.
func try(t *testing.T, p *vault.Provider, level providers.Level, keys []string, names ...string) (map[string]providers.Answer,
	error) {
	t.Helper()
	return storetest.Try(t, p, level, keys, names...)
}

// failure asks for one secret and returns the error that Check must end with.
func failure(t *testing.T, p *vault.Provider) *providers.Error {
	t.Helper()
	return storetest.Failure(t, p)
}

func wantRequests(t *testing.T, p *vault.Provider, want int) {
	t.Helper()
	storetest.WantRequests(t, p, want)
}

func contains(names []string, name string) bool { return slices.Contains(names, name) }

var (
	bothLevels = []providers.Level{providers.SecretExists, providers.SecretAndKeyExists}
	present    = providers.Present
	missing    = providers.Missing
)
