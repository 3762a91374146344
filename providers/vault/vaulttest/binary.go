package vaulttest

import (
	"testing"

	"github.com/zsv-dev/zsv/internal/tooltest"
)

// version is that of tools/vault.
const version = "1.21.0"

// Binary returns the program that `make vault` builds, which is also the command line tool. Without it the test is
// skipped, or fails where ZSV_REQUIRE_VAULT is 1.
func Binary(t testing.TB) string {
	t.Helper()
	return tooltest.Tool{Target: "vault", Title: "Vault"}.Program(t, version)
}
