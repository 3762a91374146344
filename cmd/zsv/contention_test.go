package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// Writers of one secret who come at the same time lose nothing of each other's.
const (
	contenders = 20
	writesEach = 5
	keysAWrite = 10
)

func TestContention(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"YAML":      `provider "file" "main" { path = "secrets.yaml" }`,
		"JSON":      `provider "file" "main" { path = "secrets.json" }`,
		"encrypted": `provider "file" "main" {}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "main.zsv.hcl"), source)
			contend(t, dir, []string{"HOME=" + t.TempDir()})
		})
	}
	t.Run("Vault", func(t *testing.T) {
		t.Parallel()
		server := vaulttest.Start(t)
		p := newVaultProject(t, server, 2, "")
		contend(t, p.dir, append(server.Environ(server.RootToken), "HOME="+t.TempDir()))
	})
}

// contend creates a secret, has many processes add keys to it, and counts the keys.
func contend(t *testing.T, dir string, environ []string) {
	t.Helper()
	zsv := func(args ...string) ([]byte, error) {
		cmd := exec.Command("zsv", args...)
		cmd.Dir, cmd.Env = dir, environ
		out, err := cmd.Output()
		if err != nil {
			return out, fmt.Errorf("zsv %s: %w", args[:3], err)
		}
		return out, nil
	}
	if _, err := zsv("secret", "create", "app", "--first=x"); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for writer := range contenders {
		all.Go(func() {
			for write := range writesEach {
				args := []string{"secret", "update", "app", "--timeout", "5m"}
				for key := range keysAWrite {
					args = append(args, fmt.Sprintf("--k%d-%d-%d=v", writer, write, key))
				}
				if _, err := zsv(args...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	out, err := zsv("secret", "get", "app", "--format", "json")
	if err != nil {
		t.Fatal(err)
	}
	var secret struct{ Keys map[string]any }
	if err := json.Unmarshal(out, &secret); err != nil {
		t.Fatal(err)
	}
	if got, want := len(secret.Keys), contenders*writesEach*keysAWrite+1; got != want {
		t.Errorf("%d keys, want %d", got, want)
	}
}
