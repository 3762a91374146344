// Package tooltest finds the programs by others that tests run. Targets of the Makefile put them beside Go's build cache.
package tooltest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A Tool is what one target of the Makefile puts there. Variables name it in capitals: of "vault" ZSV_VAULT is where it is, if
// not where the target puts it, and under ZSV_REQUIRE_VAULT=1 tests fail that do not find it.
type Tool struct {
	Target string
	// Title is what it is called in a sentence: "Vault", "ZenML server".
	Title string
}

func (tool Tool) variable(prefix string) string { return prefix + strings.ToUpper(tool.Target) }

// Place returns where the tool is, in one version: the path of a program, or of a directory of them.
func (tool Tool) Place(version string, below ...string) string {
	if given := os.Getenv(tool.variable("ZSV_")); given != "" {
		return given
	}
	return filepath.Join(append([]string{cache(), "zsv", tool.Target + "-" + version}, below...)...)
}

// Found returns the path, unless there is a reason why the tool is not there: then the test is skipped, or fails where it is
// required.
func (tool Tool) Found(t testing.TB, path string, why error) string {
	t.Helper()
	required := tool.variable("ZSV_REQUIRE_")
	switch {
	case why == nil:
	case os.Getenv(required) == "1":
		t.Fatalf("there is no %s: %v, and %s is 1: run `make %s`", tool.Title, why, required, tool.Target)
	default:
		t.Skipf("there is no %s: %v: run `make %s` to install it, once", tool.Title, why, tool.Target)
	}
	return path
}

// Program returns the path of a program that is one file, as Found does.
func (tool Tool) Program(t testing.TB, version string) string {
	t.Helper()
	path := tool.Place(version, tool.Target)
	_, err := os.Stat(path)
	return tool.Found(t, path, err)
}

// HashOf returns the version of what a text lists, as the targets calculate it.
func HashOf(text string) (string, error) {
	git := exec.CommandContext(context.Background(), "git", "hash-object", "--stdin")
	git.Stdin = strings.NewReader(text)
	hash, err := git.Output()
	return strings.TrimSpace(string(hash)), err
}

// cache returns the directory that Go's build cache is in.
var cache = sync.OnceValue(func() string {
	if cache, err := exec.CommandContext(context.Background(), "go", "env", "GOCACHE").Output(); err == nil {
		return filepath.Dir(strings.TrimSpace(string(cache)))
	}
	cache, _ := os.UserCacheDir()
	return cache
})
