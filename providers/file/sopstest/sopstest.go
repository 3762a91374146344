// Package sopstest has the real sops for tests, with a key of the test's own.
package sopstest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
)

// version is that of tools/sops.
const version = "3.13.3"

// Binary returns the program that `make sops` builds. Without it the test is skipped, or fails where ZSV_REQUIRE_SOPS is 1.
func Binary(t testing.TB) string {
	t.Helper()
	path, found := binary()
	switch {
	case found:
	case os.Getenv("ZSV_REQUIRE_SOPS") == "1":
		t.Fatalf("there is no sops at %s, and ZSV_REQUIRE_SOPS is 1: run `make sops`", path)
	default:
		t.Skipf("there is no sops at %s: run `make sops` to build it, once", path)
	}
	return path
}

// binary returns where `make sops` puts the program, and whether it is there: $ZSV_SOPS, else beside Go's build cache.
var binary = sync.OnceValues(func() (string, bool) {
	path := os.Getenv("ZSV_SOPS")
	if path == "" {
		path = filepath.Join(cacheDirectory(), "zsv", "sops-"+version, "sops")
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
