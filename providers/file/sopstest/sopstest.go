// Package sopstest has the real sops for tests, with a key of the test's own.
package sopstest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/zsv-dev/zsv/internal/tooltest"
)

// version is that of tools/sops.
const version = "3.13.3"

// Binary returns the program that `make sops` builds. Without it the test is skipped, or fails where ZSV_REQUIRE_SOPS is 1.
func Binary(t testing.TB) string {
	t.Helper()
	return tooltest.Tool{Target: "sops", Title: "sops"}.Program(t, version)
}

// A Key is an age key, made for a test.
type Key struct {
	sops, recipient, file string
}

// NewKey returns a new key, whose private part is in a file of the test's.
func NewKey(t testing.TB) Key {
	t.Helper()
	program := Binary(t)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(file, []byte(identity.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return Key{sops: program, recipient: identity.Recipient().String(), file: file}
}

// Environ returns the environment of a user who has sops and the key.
func (k Key) Environ() []string {
	return append(k.Keyless(), "SOPS_AGE_KEY_FILE="+k.file)
}

// Keyless returns the environment of a user who has sops and no key.
func (k Key) Keyless() []string {
	return []string{"PATH=" + filepath.Dir(k.sops), "HOME=" + filepath.Dir(k.file)}
}

// Encrypt returns a text in a format ("yaml", "json" or "dotenv"), encrypted, with options of sops such as
// "--encrypted-regex".
func (k Key) Encrypt(t testing.TB, format, text string, options ...string) string {
	t.Helper()
	arguments := append([]string{"--disable-version-check", "encrypt", "--age", k.recipient, "--input-type", format,
		"--output-type", format}, options...)
	return k.run(t, text, append(arguments, "/dev/stdin")...)
}

// Decrypt returns the text again.
func (k Key) Decrypt(t testing.TB, format, text string) string {
	t.Helper()
	return k.run(t, text, "--disable-version-check", "decrypt", "--input-type", format, "--output-type", format, "/dev/stdin")
}

func (k Key) run(t testing.TB, input string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), k.sops, arguments...) //nolint:gosec // the tests' own
	command.Dir = filepath.Dir(k.file)                                // where no .sops.yaml is
	command.Env = k.Environ()
	command.Stdin = strings.NewReader(input)
	var problems strings.Builder
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		t.Fatalf("sops %s: %v\n%s", strings.Join(arguments, " "), err, problems.String())
	}
	return string(output)
}
