// Package checkertest finds the programs by others that tests hold zsv's outputs and hooks against.
package checkertest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/zsv-dev/zsv/internal/tooltest"
	"github.com/zsv-dev/zsv/tools/checkers"
)

// Program returns the path of a program that `make checkers` installs, such as "pre-commit". "python" is the one that has
// their libraries. Without it the test is skipped, or fails where ZSV_REQUIRE_CHECKERS is 1.
func Program(t testing.TB, name string) string {
	t.Helper()
	directory, err := directory()
	path := filepath.Join(directory, name)
	if err == nil && runtime.GOOS == "windows" {
		path += ".exe"
	}
	if err == nil {
		_, err = os.Stat(path)
	}
	return tooltest.Tool{Target: "checkers", Title: name}.Found(t, path, err)
}

// OnPath returns the path of a program that the system must have, such as "jq". Without it the test is skipped, or fails where
// ZSV_REQUIRE_CHECKERS is 1.
func OnPath(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("ZSV_REQUIRE_CHECKERS") == "1":
		t.Fatalf("%v, and ZSV_REQUIRE_CHECKERS is 1: install %s", err, name)
	default:
		t.Skipf("%v: install %s", err, name)
	}
	return path
}

// directory returns where tools/checkers/build.sh puts the programs.
var directory = sync.OnceValues(func() (string, error) {
	version, err := tooltest.HashOf(checkers.Requirements)
	if err != nil {
		return "", err
	}
	environment := tooltest.Tool{Target: "checkers"}.Place(version)
	if _, err := os.Stat(filepath.Join(environment, "requirements.txt")); err != nil {
		return "", errors.New("they are not installed at " + environment)
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(environment, "Scripts"), nil
	}
	return filepath.Join(environment, "bin"), nil
})
