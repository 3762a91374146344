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
)

// TestClient runs the client's own tests, against a zsv that is built here.
func TestClient(t *testing.T) {
	t.Parallel()
	python := pythontest.Binary(t)
	tests := exec.CommandContext(t.Context(), python, "-B", "-W", "error", "-m", "unittest", "discover", "--buffer", "-s", "tests", "-t", ".")
	tests.Env = append(surroundings(), "ZSV_BINARY="+build(t), "TMPDIR="+t.TempDir())
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
		return strings.HasPrefix(variable, "ZSV_") || strings.HasPrefix(variable, "PYTHON") || strings.HasPrefix(variable, "PIP_") ||
			strings.HasPrefix(variable, "ZENML_") || strings.HasPrefix(variable, "VAULT_") || strings.HasPrefix(variable, "BAO_")
	})
}
