package vaulttest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// version is that of tools/vault.
const version = "1.21.0"

// Binary returns the program that `make vault` builds, which is also the command line tool. Without it the test is
// skipped, or fails where ZSV_REQUIRE_VAULT is 1.
func Binary(t testing.TB) string {
	t.Helper()
	path, found := binary()
	switch {
	case found:
	case os.Getenv("ZSV_REQUIRE_VAULT") == "1":
		t.Fatalf("there is no Vault at %s, and ZSV_REQUIRE_VAULT is 1: run `make vault`", path)
	default:
		t.Skipf("there is no Vault at %s: run `make vault` to build it, once", path)
	}
	return path
}

// binary returns where `make vault` puts the program, and whether it is there: $ZSV_VAULT, else beside Go's build cache.
var binary = sync.OnceValues(func() (string, bool) {
	path := os.Getenv("ZSV_VAULT")
	if path == "" {
		path = filepath.Join(cacheDirectory(), "zsv", "vault-"+version, "vault")
	}
	information, err := os.Stat(path)
	return path, err == nil && information.Mode().IsRegular()
})

func cacheDirectory() string {
	if cache, err := exec.CommandContext(context.Background(), "go", "env", "GOCACHE").Output(); err == nil {
		return filepath.Dir(strings.TrimSpace(string(cache)))
	}
	cache, _ := os.UserCacheDir()
	return cache
}
