// Package checkertest finds the programs by others that tests hold zsv's outputs and hooks against.
package checkertest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

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
	switch {
	case err == nil:
	case os.Getenv("ZSV_REQUIRE_CHECKERS") == "1":
		t.Fatalf("there is no %s: %v, and ZSV_REQUIRE_CHECKERS is 1: run `make checkers`", name, err)
	default:
		t.Skipf("there is no %s: %v: run `make checkers` to install it, once", name, err)
	}
	return path
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
	environment, err := environment()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(environment, "requirements.txt")); err != nil {
		return "", errors.New("they are not installed at " + environment)
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(environment, "Scripts"), nil
	}
	return filepath.Join(environment, "bin"), nil
})

// environment is what build.sh --where prints.
func environment() (string, error) {
	if given := os.Getenv("ZSV_CHECKERS"); given != "" {
		return given, nil
	}
	cache, err := exec.CommandContext(context.Background(), "go", "env", "GOCACHE").Output()
	if err != nil {
		return "", err
	}
	git := exec.CommandContext(context.Background(), "git", "hash-object", "--stdin")
	git.Stdin = strings.NewReader(checkers.Requirements)
	hash, err := git.Output()
	return filepath.Join(filepath.Dir(strings.TrimSpace(string(cache))), "zsv", "checkers-"+strings.TrimSpace(string(hash))), err
}
