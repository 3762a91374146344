package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Of a write that is interrupted twice nobody knows what became of it.
func TestSecretInterruptedInAWrite(t *testing.T) {
	t.Parallel()
	dir, bin := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), "provider \"reticent\" \"one\" {}\n")
	program, mark := filepath.Join(bin, "zsv-provider-reticent"), filepath.Join(bin, "mark")
	writeFile(t, program, reticent)
	if err := os.Chmod(program, 0o700); err != nil {
		t.Fatal(err)
	}
	environ := []string{"PATH=" + bin + string(filepath.ListSeparator) + os.Getenv("PATH"), "RETICENT_MARK=" + mark}
	s := onTerminal(t, dir, environ, "secret", "create", "mlflow", "--password=canary")
	for _, err := os.Stat(mark); err != nil && t.Context().Err() == nil; _, err = os.Stat(mark) {
		time.Sleep(10 * time.Millisecond)
	}
	s.types("\x03")
	s.shows("waiting for the write under way to end")
	s.types("\x03")
	if shown := s.ends(130); !strings.Contains(shown, `It is not known whether the secret "mlflow" was written; zsv secret get mlflow`) {
		t.Errorf("the terminal shows:\n%s", shown)
	}
}
