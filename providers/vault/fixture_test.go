package vault_test

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

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

// A journal is a log that several goroutines write.
type journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (j *journal) Write(text []byte) (int, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.Write(text)
}

func (j *journal) String() string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.String()
}

// surroundings have this environment and nothing else: no home, no trusted address.
func surroundings(t *testing.T, environ ...string) (providers.Surroundings, *journal) {
	t.Helper()
	log := &journal{}
	return providers.Surroundings{
		Dir: t.TempDir(), Environ: environ, ConfigFile: filepath.FromSlash("/home/ml/.config/zsv/config.hcl"),
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug - 8})),
	}, log
}

// decode makes a provider of the inside of its block.
func decode(t *testing.T, block string, around providers.Surroundings) (*vault.Provider, hcl.Diagnostics) {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(block), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("the block does not parse: %v", diags)
	}
	checker, diags := vault.New(file.Body, nil, around)
	provider, _ := checker.(*vault.Provider)
	return provider, diags
}

// newProvider makes a provider of a block that is right.
func newProvider(t *testing.T, block string, environ ...string) *vault.Provider {
	t.Helper()
	around, _ := surroundings(t, environ...)
	return newProviderIn(t, block, around)
}

func newProviderIn(t *testing.T, block string, around providers.Surroundings) *vault.Provider {
	t.Helper()
	provider, diags := decode(t, block, around)
	if diags.HasErrors() {
		t.Fatalf("the block is refused: %v", diags)
	}
	return provider
}

// ask asks for secrets, of each the same keys, and returns the answers by name.
func ask(t *testing.T, p *vault.Provider, level providers.Level, keys []string, names ...string) map[string]providers.Answer {
	t.Helper()
	answers, err := try(t, p, level, keys, names...)
	if err != nil {
		t.Fatalf("Check failed: %v", err)
	}
	for _, name := range names {
		if _, answered := answers[name]; !answered {
			t.Errorf("%s was not answered", name)
		}
	}
	return answers
}

// try is ask where Check may fail.
func try(t *testing.T, p *vault.Provider, level providers.Level, keys []string, names ...string) (map[string]providers.Answer,
	error) {
	t.Helper()
	queries := make([]providers.Query, len(names))
	for i, name := range names {
		queries[i] = providers.Query{Location: p.Locate(name, ""), Keys: keys}
	}
	answers := map[string]providers.Answer{}
	err := p.Check(t.Context(), level, queries, func(i int, answer providers.Answer) { answers[names[i]] = answer })
	return answers, err
}

// failure asks for one secret and returns the error that Check must end with.
func failure(t *testing.T, p *vault.Provider) *providers.Error {
	t.Helper()
	answers, err := try(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow")
	var known *providers.Error
	if !errors.As(err, &known) {
		t.Fatalf("Check returned %v and the answers %+v, want a *providers.Error", err, answers)
	}
	return known
}

// verdicts leaves what an answer means, without the words and the names for suggestions.
func verdicts(answers map[string]providers.Answer) map[string]providers.Answer {
	bare := map[string]providers.Answer{}
	for name, answer := range answers {
		answer.Detail, answer.Advice, answer.Available = "", nil, nil
		keys := map[string]providers.Key{}
		for key, said := range answer.Keys {
			keys[key] = providers.Key{Status: said.Status, Reason: said.Reason}
		}
		answer.Keys = keys
		bare[name] = answer
	}
	return bare
}

func wantVerdicts(t *testing.T, got, want map[string]providers.Answer) {
	t.Helper()
	if difference := cmp.Diff(want, verdicts(got), cmpopts.EquateEmpty()); difference != "" {
		t.Errorf("wrong answers (-want +got):\n%s", difference)
		for name, answer := range got {
			t.Logf("%s: %s %s", name, answer.Reason, answer.Detail)
		}
	}
}

// keys makes what an answer says of keys: "password" is present, "-token" missing.
func keys(names ...string) map[string]providers.Key {
	all := map[string]providers.Key{}
	for _, name := range names {
		if name[0] == '-' {
			all[name[1:]] = providers.Key{Status: providers.Missing}
		} else {
			all[name] = providers.Key{Status: providers.Present}
		}
	}
	return all
}

func unverifiedKeys(reason providers.Reason, names ...string) map[string]providers.Key {
	all := map[string]providers.Key{}
	for _, name := range names {
		all[name] = providers.Key{Reason: reason}
	}
	return all
}

func wantRequests(t *testing.T, p *vault.Provider, want int) {
	t.Helper()
	if got := p.Requests(); got != want {
		t.Errorf("Requests() is %d, want %d", got, want)
	}
}

func contains(names []string, name string) bool { return slices.Contains(names, name) }

var (
	bothLevels = []providers.Level{providers.SecretExists, providers.SecretAndKeyExists}
	present    = providers.Present
	missing    = providers.Missing
)
