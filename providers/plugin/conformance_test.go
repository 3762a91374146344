package plugin_test

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A program that keeps to the protocol makes a provider that keeps to the contract, whether it stays or exits after an answer.
func TestConformance(t *testing.T) {
	t.Parallel()
	for mode, settings := range map[string]pluginwire.Options{
		"stays":        {Settle: time.Millisecond},
		"answers once": {Prefix: "a", Concurrency: 3, ReadValues: "never"},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			var paths sync.Map // the store of each checker
			open := func(t providertest.T, path string, log *slog.Logger) providers.Checker {
				options := settings
				options.Type, options.Name, options.Arguments = "stub", "main", map[string]any{"path": path}
				provider := pluginwire.Open(self(mode, log), options)
				paths.Store(provider, path)
				t.Cleanup(func() { _ = provider.Close() })
				return provider
			}
			providertest.Run(t, providertest.Subject{
				New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					path := filepath.Join(t.TempDir(), "store.json")
					provider := open(t, path, log)
					fill(t, path, located(provider, store))
					return provider
				},
				Reopen: func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
					path, _ := paths.Load(checker)
					return open(t, path.(string), log)
				},
				Powers: []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Listing,
					providertest.ListingKeys},
				Holds:    func(secret, _ string) bool { return secret != "" },
				External: true,
			})
		})
	}
}

// self returns the test's own program, as a provider that behaves in a way.
func self(mode string, log *slog.Logger) pluginwire.Program {
	path, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return pluginwire.Program{Path: path, Environ: []string{stubMode + "=" + mode, "STUB_TOKEN=not-a-real-token"}, Log: log}
}

func located(checker providers.Checker, store providertest.Store) providertest.Store {
	all := providertest.Store{}
	for name, secret := range store {
		all[checker.(providers.Locator).Locate(name, "")] = secret
	}
	return all
}

// fill writes the store of the honest program.
func fill(t providertest.T, path string, store providertest.Store) {
	held := shelf{}
	for name, secret := range store {
		held[name] = map[string][]byte{}
		for key, value := range secret {
			held[name][key] = []byte(value)
		}
	}
	text, err := json.Marshal(held)
	if err == nil {
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatalf("the store cannot be filled: %v", err)
	}
}
