package zenmltest

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

	"github.com/zsv-dev/zsv/tools/zenml"
)

// Program returns the path of a program of the environment that `make zenml` makes: "zenml", "python". Without it the test
// is skipped, or fails where ZSV_REQUIRE_ZENML is 1.
func Program(t testing.TB, name string) string {
	t.Helper()
	directory, err := directory()
	path := filepath.Join(directory, name)
	if err == nil {
		_, err = os.Stat(path)
	}
	switch {
	case err == nil:
	case os.Getenv("ZSV_REQUIRE_ZENML") == "1":
		t.Fatalf("there is no ZenML server: %v, and ZSV_REQUIRE_ZENML is 1: run `make zenml`", err)
	default:
		t.Skipf("there is no ZenML server: %v: run `make zenml` to install it, once", err)
	}
	return path
}

// directory returns where tools/zenml/build.sh puts the programs.
var directory = sync.OnceValues(func() (string, error) {
	if runtime.GOOS == "windows" {
		return "", errors.New("the tests run it on systems with a POSIX shell only")
	}
	environment, err := environment()
	if err != nil {
		return "", err
	}
	installed, err := os.ReadFile(filepath.Join(environment, "versions.txt"))
	if err != nil || string(installed) != zenml.Versions {
		return "", errors.New("it is not installed at " + environment)
	}
	return filepath.Join(environment, "bin"), nil
})

// environment is what build.sh prints.
func environment() (string, error) {
	if given := os.Getenv("ZSV_ZENML"); given != "" {
		return given, nil
	}
	cache, err := exec.CommandContext(context.Background(), "go", "env", "GOCACHE").Output()
	if err != nil {
		return "", err
	}
	git := exec.CommandContext(context.Background(), "git", "hash-object", "--stdin")
	git.Stdin = strings.NewReader(zenml.Versions)
	hash, err := git.Output()
	return filepath.Join(filepath.Dir(strings.TrimSpace(string(cache))), "zsv", "zenml-"+strings.TrimSpace(string(hash))), err
}
