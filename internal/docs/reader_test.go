package docs

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	root = "../.."
	// pageTime is ample for the slowest page, which compiles zsv as a newcomer does.
	pageTime = 5 * time.Minute
)

// binaries is the directory that the zsv of the pages is built into.
var binaries string

func TestMain(m *testing.M) {
	os.Exit(withBinaries(m))
}

func withBinaries(m *testing.M) int {
	directory, err := os.MkdirTemp("", "zsv-docs-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(directory) }()
	binaries = directory
	return m.Run()
}

var buildZSV = sync.OnceValues(func() (string, error) {
	command := exec.Command("go", "build", "-o", binaries+string(filepath.Separator), "./cmd/zsv")
	command.Dir = root
	output, err := command.CombinedOutput()
	return string(output), err
})

// newShell returns a shell with zsv on its path, an empty home, and none of the machine's variables but those of Go.
func newShell(t *testing.T, directory string, beside provision) *shell {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the pages are written for a POSIX shell: run this test on Linux or macOS")
	}
	if output, err := buildZSV(); err != nil {
		t.Fatalf("building zsv: %v\n%s", err, output)
	}
	variables, err := goVariables()
	if err != nil {
		t.Fatal(err)
	}
	path := append(append([]string{binaries}, beside.path...), os.Getenv("PATH"))
	environment := append(slices.Concat(variables, beside.variables),
		"PATH="+strings.Join(path, string(filepath.ListSeparator)),
		"HOME="+t.TempDir(), "TMPDIR="+t.TempDir(), "NO_COLOR=1", "TERM=dumb", "LC_ALL=C.UTF-8", "TZ=UTC")
	return &shell{directory: directory, environment: environment}
}

// goVariables keeps what the go command finds by the home directory that the pages do not have.
var goVariables = sync.OnceValues(func() ([]string, error) {
	output, err := exec.Command("go", "env", "-json", "GOMODCACHE", "GOCACHE", "GOPROXY", "GOSUMDB", "GONOSUMDB",
		"GOPRIVATE", "GOFLAGS", "GOTOOLCHAIN").Output()
	if err != nil {
		return nil, err
	}
	var values map[string]string
	var variables []string
	err = json.Unmarshal(output, &values)
	for name, value := range values {
		variables = append(variables, name+"="+value)
	}
	return variables, err
})

// clone returns a copy of the repository as it is now.
func clone(t *testing.T) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "zsv")
	if err := copyTree(deadline(t), root, directory); err != nil {
		t.Fatal(err)
	}
	return directory
}

// pages returns the project's Markdown files.
func pages(t *testing.T) []string {
	t.Helper()
	requireGit(t)
	files, err := filesOf(deadline(t), root)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(name string) bool {
		return path.Ext(name) != ".md" || strings.Contains(name, "testdata/")
	})
}

func requireGit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git says which files are the project's: install it")
	}
	if _, err := git(deadline(t), root, "rev-parse"); err != nil {
		t.Skip("git says which files are the project's: run this test in a clone")
	}
}

func blocks(t *testing.T, page, source string) []block {
	t.Helper()
	all, err := blocksOf(page, source)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, page string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func write(t *testing.T, page, old, renewed string) {
	t.Helper()
	if old == renewed {
		return
	}
	if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(page)), []byte(renewed), 0o644); err != nil {
		t.Fatal(err)
	}
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), pageTime)
	t.Cleanup(cancel)
	return ctx
}
