// Package pythontest finds the Python that tests run.
package pythontest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Binary returns the Python to run: $ZSV_PYTHON, else python3. It is 3.9 or newer. Without one the test is skipped, or
// fails where ZSV_REQUIRE_PYTHON is 1.
func Binary(t testing.TB) string {
	t.Helper()
	path, err := binary()
	switch {
	case err == nil:
	case os.Getenv("ZSV_REQUIRE_PYTHON") == "1":
		t.Fatalf("%v, and ZSV_REQUIRE_PYTHON is 1: install Python 3.9 or newer, or name one in ZSV_PYTHON", err)
	default:
		t.Skipf("%v: install Python 3.9 or newer, or name one in ZSV_PYTHON", err)
	}
	return path
}

// about prints what binary wants to know. The program that is named may be one that starts another.
const about = `import sys; print(sys.version_info >= (3, 9)); print(sys.executable)`

var binary = sync.OnceValues(func() (string, error) {
	name := os.Getenv("ZSV_PYTHON")
	if name == "" {
		name = "python3"
	}
	output, err := exec.CommandContext(context.Background(), name, "-c", about).Output()
	if err != nil {
		return "", fmt.Errorf("%s cannot be run: %w", name, err)
	}
	recent, path, _ := strings.Cut(strings.ReplaceAll(string(output), "\r\n", "\n"), "\n")
	path = strings.TrimSpace(path)
	if recent != "True" || !filepath.IsAbs(path) {
		return "", errors.New(name + " is too old")
	}
	return path, nil
})
