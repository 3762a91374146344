// Package python holds the tests of the Python client to the zsv of this repository.
package python

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/pythontest"
	"github.com/zsv-dev/zsv/internal/signaltest"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// TestClient runs the client's own tests, against a zsv that is built here.
func TestClient(t *testing.T) {
	signaltest.Heed()
	t.Parallel()
	lookAtSources(t)
	c := client{python: pythontest.Binary(t), zsv: build(t)}
	t.Run("on this machine", func(t *testing.T) {
		t.Parallel()
		c.run(t, nil, "discover", "--buffer", "-s", "tests", "-t", ".")
	})
	t.Run("on Vault", func(t *testing.T) {
		t.Parallel()
		server := vaulttest.Start(t)
		mount := server.KV(t, 2).Mount
		token := server.Token(t, mount, `path "MOUNT/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }`)
		c.run(t, append(server.Environ(token), "VAULT_MOUNT="+mount), "--buffer", "tests.vault")
	})
}

// lookAtSources has go test take no earlier result where the client or zsv has changed: it knows of the files that this process
// looks at, and not of those that its children read.
func lookAtSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, _ os.DirEntry, err error) error {
		if extension := filepath.Ext(path); err == nil && (extension == ".go" || extension == ".py") {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A client is what its tests are run with.
type client struct{ python, zsv string }

// run runs tests of Python's unittest, with variables beside those of this process.
func (c client) run(t *testing.T, variables []string, arguments ...string) {
	t.Helper()
	tests := exec.CommandContext(t.Context(), c.python, append([]string{"-B", "-m", "unittest"}, arguments...)...)
	tests.Env = slices.Concat(surroundings(), variables, []string{"ZSV_BINARY=" + c.zsv, "TMPDIR=" + t.TempDir()})
	if output, err := tests.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// build returns a zsv.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "zsv")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "../../cmd/zsv").CombinedOutput(); err != nil {
		t.Fatalf("building zsv: %v\n%s", err, output)
	}
	return binary
}

// surroundings are the environment without what would change what zsv or Python does.
func surroundings() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc([]string{"ZSV_", "ZENML_", "VAULT_", "BAO_", "PYTHON", "PIP_"}, func(prefix string) bool {
			return strings.HasPrefix(variable, prefix)
		})
	})
}
