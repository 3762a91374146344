package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const (
	scattered = "component \"a\" \"b\" {\nflavor=\"mlflow\"\n  path  =   \"{{s.k}}\"\n}\n"
	inLayout  = "component \"a\" \"b\" {\n  flavor = \"mlflow\"\n  path   = \"{{s.k}}\"\n}\n"
)

// The examples show how configurations look.
func TestExamplesAreFormatted(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("zsv", "fmt", "--check", "--diff", "--recursive", "examples")
	cmd.Dir = filepath.Join("..", "..")
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, output)
	}
}

// A file in its layout is not touched; one that changes keeps its mode, and nothing else is in the directory afterwards.
func TestFmtTouchesWhatChangesOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	long := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	const mode = 0o640
	for name, text := range map[string]string{"same.zsv.hcl": inLayout, "other.zsv.hcl": scattered} {
		path := filepath.Join(dir, name)
		err := errors.Join(os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode), os.Chtimes(path, long, long))
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("zsv", "fmt")
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil || string(output) != "other.zsv.hcl\n" {
		t.Errorf("%q, error %v", output, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("files %v, error %v", entries, err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Errorf("%s has the mode %v", entry.Name(), info.Mode())
		}
		if touched := !info.ModTime().Equal(long); touched != (entry.Name() == "other.zsv.hcl") {
			t.Errorf("%s: touched is %v", entry.Name(), touched)
		}
	}
}

// Whoever ends zsv in the midst of it has whole files: those that are formatted, and those that are not yet.
func TestFmtInterrupted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no process of Windows can be interrupted like that")
	}
	dir := t.TempDir()
	const files = 300
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.zsv.hcl", i)), []byte(scattered), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("zsv", "fmt")
	cmd.Dir = dir
	var told strings.Builder
	cmd.Stderr = &told
	names, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(names)
	lines.Scan()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	changed := 1
	for lines.Scan() {
		changed++
	}
	if code := exitCode(cmd.Wait()); code != 130 && changed < files || code == 130 && !strings.Contains(told.String(), "stay as they are") {
		t.Errorf("exit code %d after %d files, stderr %q", code, changed, told.String())
	}
	wholeFiles(t, dir, files, changed)
}

// wholeFiles demands so many files in a directory, and so many of them in their layout.
func wholeFiles(t *testing.T, dir string, files, changed int) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	hidden, hiddenErr := filepath.Glob(filepath.Join(dir, ".zsv-*"))
	if err != nil || hiddenErr != nil || len(paths) != files || len(hidden) > 0 {
		t.Errorf("%d files, left over %v, errors %v, %v", len(paths), hidden, err, hiddenErr)
	}
	formatted := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		switch {
		case err != nil:
			t.Error(err)
		case string(text) == inLayout:
			formatted++
		case string(text) != scattered:
			t.Errorf("%s is not whole: %q", path, text)
		}
	}
	if formatted != changed {
		t.Errorf("%d files are formatted, %d are named", formatted, changed)
	}
}
