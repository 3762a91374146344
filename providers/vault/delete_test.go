package vault_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

const toDelete = subkeysOnly + `path "MOUNT/data/*" { capabilities = ["delete"] }`

func TestDeleteInEveryState(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	for name, rules := range map[string]string{
		"subkeys": toDelete, "metadata": metadataOnly + `path "MOUNT/data/*" { capabilities = ["delete"] }`, "data": dataAnd("delete"),
	} {
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
		for state, make := range states {
			path := name + "/" + strings.ReplaceAll(state, " ", "-")
			make(t, server, kv, path)
			restore, err := p.Delete(t.Context(), p.Locate(path, ""))
			if state != "present" {
				if !errors.Is(err, providers.ErrSecretMissing) || restore != "" {
					t.Errorf("%s: got %q and %v, want ErrSecretMissing", path, restore, err)
				}
				continue
			}
			if want := fmt.Sprintf("vault kv undelete -versions=1 -mount=%s %s brings it back", kv.Mount, path); err != nil || restore != want {
				t.Errorf("%s: got %q and %v, want %q", path, restore, err, want)
			}
			wantData(t, kv, path, nil)
		}
	}
}

// TestRestore runs the command.
func TestRestore(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	tools := t.TempDir()
	if err := os.Symlink(vaulttest.Binary(t), filepath.Join(tools, "vault")); err != nil {
		t.Fatal(err)
	}
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.RootToken)...)
	for _, path := range []string{"ml/mlflow", "a b'$(touch boom)", "-x"} {
		kv.Put(t, path, map[string]any{"k": "old"})
		kv.Put(t, path, before())
		restore, err := p.Delete(t.Context(), p.Locate(path, ""))
		command, isCommand := strings.CutSuffix(restore, " brings it back")
		if err != nil || !isCommand {
			t.Fatalf("got %q and %v", restore, err)
		}
		shell := exec.Command("/bin/sh", "-c", command)
		shell.Dir = tools
		shell.Env = append(server.Environ(server.RootToken), "PATH="+tools+":"+os.Getenv("PATH"), "HOME="+tools)
		if output, err := shell.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", command, err, output)
		}
		wantData(t, kv, path, before())
	}
}

// TestDeletedAtTheLastMoment: what brings it back names the version that was deleted.
func TestDeletedAtTheLastMoment(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", before())
	front := newFront(t, server, meanwhile(func() { kv.Put(t, "mlflow", before()) }))
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
	if restore, err := p.Delete(t.Context(), p.Locate("mlflow", "")); err != nil || !strings.Contains(restore, "-versions=2 ") {
		t.Errorf("got %q and %v, want version 2", restore, err)
	}
}

func TestDeleteOfKVv1(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	for _, capability := range []string{"list", "read"} {
		kv.Put(t, "ml/mlflow", map[string]any{"a": "x"})
		token := server.Token(t, kv.Mount, fmt.Sprintf(`path "MOUNT/*" { capabilities = ["delete", %q] }`, capability))
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(token)...)
		if restore, err := p.Delete(t.Context(), p.Locate("ml/mlflow", "")); err != nil || restore != "" {
			t.Errorf("got %q and %v", restore, err)
		}
		wantData(t, kv, "ml/mlflow", nil)
		if _, err := p.Delete(t.Context(), p.Locate("ml/mlflow", "")); !errors.Is(err, providers.ErrSecretMissing) {
			t.Errorf("got %v, want ErrSecretMissing", err)
		}
	}
}

func TestDeniedDeletion(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "ml/mlflow", before())
	for _, rules := range []string{subkeysOnly, dataOnly, elsewhere, `path "MOUNT/data/*" { capabilities = ["delete"] }`} {
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
		_, err := p.Delete(t.Context(), p.Locate("ml/mlflow", ""))
		wantProblem(t, err, providers.Denied, fmt.Sprintf(`path "%s/data/ml/*" { capabilities = ["delete"] }`, kv.Mount),
			fmt.Sprintf(`path "%s/subkeys/ml/*" { capabilities = ["read"] }`, kv.Mount))
	}
	wantData(t, kv, "ml/mlflow", before())
}
