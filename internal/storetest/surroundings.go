// Package storetest is what the tests of providers share whose stores are servers: providers made of a block, questions to them,
// a proxy before the real server that misbehaves, an address that must not be contacted, and the search for what must not show.
package storetest

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
)

// A Journal is a log that several goroutines write.
type Journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

// Write adds to the log.
func (j *Journal) Write(text []byte) (int, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.Write(text)
}

// String returns what was logged so far.
func (j *Journal) String() string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.String()
}

// Surroundings have this environment and nothing else: no home, no trusted address. The log is at its most talkative.
func Surroundings(t *testing.T, environ ...string) (providers.Surroundings, *Journal) {
	t.Helper()
	log := &Journal{}
	return providers.Surroundings{
		Dir: t.TempDir(), Environ: environ, ConfigFile: filepath.FromSlash("/home/ml/.config/zsv/config.hcl"),
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug - 8})),
	}, log
}

// T is what Decode and New need of a test. *testing.T is one.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Decode makes a provider of the inside of its block.
func Decode[P providers.Checker](t T, factory providers.Factory, block string, around providers.Surroundings) (P,
	hcl.Diagnostics) {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(block), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("the block does not parse: %v", diags)
	}
	checker, diags := factory(file.Body, nil, around)
	provider, _ := checker.(P)
	return provider, diags
}

// New makes a provider of a block that is right.
func New[P providers.Checker](t T, factory providers.Factory, block string, around providers.Surroundings) P {
	t.Helper()
	provider, diags := Decode[P](t, factory, block, around)
	if diags.HasErrors() {
		t.Fatalf("the block is refused: %v", diags)
	}
	return provider
}
