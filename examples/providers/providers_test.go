// Package providers holds the tests of the example providers.
package providers

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/zsv-dev/zsv/internal/checkertest"
)

// TestTheExamplesConform has zsv judge each of them, over stores that its own program fills.
func TestTheExamplesConform(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a script is no program on Windows: run this test on Linux or macOS")
	}
	for name, prepare := range map[string]func(*testing.T) (variables, arguments []string){
		"json": func(t *testing.T) (_, arguments []string) {
			return nil, []string{build(t, "./json", "zsv-provider-json")}
		},
		"pass": func(t *testing.T) (_, arguments []string) {
			checkertest.OnPath(t, "jq")
			return nil, []string{absolute(t, "pass/zsv-provider-pass")}
		},
		"keyring": func(t *testing.T) (variables, arguments []string) {
			python := filepath.Dir(checkertest.Program(t, "python"))
			return []string{"PATH=" + python + string(filepath.ListSeparator) + os.Getenv("PATH"),
				"PYTHONPATH=" + absolute(t, "../../clients/python")}, []string{absolute(t, "keyring/zsv-provider-keyring")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			variables, arguments := prepare(t)
			judge := exec.CommandContext(t.Context(), zsv(t), slices.Concat(
				[]string{"provider", "test", "--color", "never", "--fill", absolute(t, name+"/fill")}, arguments)...)
			judge.Env, judge.Dir = slices.Concat(os.Environ(), variables, []string{"TMPDIR=" + t.TempDir()}), t.TempDir()
			output, err := judge.CombinedOutput()
			if err != nil || !strings.Contains(string(output), " 0 failed") {
				t.Errorf("%v\n%s", err, output)
			}
			t.Logf("%s", output)
		})
	}
}

// TestPassEntriesAreFiles finds a directory that has the name of an entry, and a link that leads nowhere.
func TestPassEntriesAreFiles(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a script is no program on Windows: run this test on Linux or macOS")
	}
	checkertest.OnPath(t, "jq")
	store := t.TempDir()
	for _, directory := range []string{"mlflow/directory.gpg/x", "elsewhere"} {
		if err := os.MkdirAll(filepath.Join(store, directory), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"mlflow/file.gpg", "elsewhere/linked"} {
		if err := os.WriteFile(filepath.Join(store, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"link": "../elsewhere/linked", "dangling": "nowhere", "folder": "../elsewhere"} {
		if err := os.Symlink(target, filepath.Join(store, "mlflow", name+".gpg")); err != nil {
			t.Fatal(err)
		}
	}
	pass := exec.CommandContext(t.Context(), absolute(t, "pass/zsv-provider-pass"))
	pass.Env = append(os.Environ(), "PASSWORD_STORE_DIR="+store)
	pass.Stdin = strings.NewReader(`{"protocol": 1, "id": 1, "method": "check", "level": "SECRET_AND_KEY_EXISTS", "queries": [` +
		`{"id": 0, "location": "mlflow", "keys": ["directory", "file", "link", "dangling", "folder"]}]}` + "\n")
	output, err := pass.Output()
	want := `"keys":{"directory":"missing","file":"present","link":"present","dangling":"missing","folder":"missing"}`
	if err != nil || !strings.Contains(string(output), want) {
		t.Errorf("%v: %s, want %s", err, output, want)
	}
}

// TestTheShellProviderIsShort holds the page to its word.
func TestTheShellProviderIsShort(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("pass/zsv-provider-pass")
	if lines := strings.Count(string(source), "\n"); err != nil || lines > 12 {
		t.Errorf("it has %d lines (%v)", lines, err)
	}
}

var zsvBinary = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "zsv-examples-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(directory, "zsv")
	_, err = exec.Command("go", "build", "-o", binary, "../../cmd/zsv").Output()
	return binary, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binary, err := zsvBinary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

func zsv(t *testing.T) string {
	t.Helper()
	binary, err := zsvBinary()
	if err != nil {
		t.Fatalf("building zsv: %v", err)
	}
	return binary
}

func build(t *testing.T, source, name string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), name)
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", source, err, output)
	}
	return binary
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	found, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
