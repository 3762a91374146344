//go:build unix

package file

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A pipe would keep zsv waiting for someone to write to it.
func TestPipesAreNotOpened(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	must(t, syscall.Mkfifo(filepath.Join(g.project, "config/pipe.yaml"), 0o600))
	must(t, os.MkdirAll(filepath.Join(g.project, "config/d/a"), 0o700))
	must(t, syscall.Mkfifo(filepath.Join(g.project, "config/d/a/b"), 0o600))
	done := make(chan [2]string, 1)
	go func() {
		done <- [2]string{verdict(t, g.checker(t, "pipe.yaml"), "a.b"), verdict(t, g.checker(t, "d"), "a.b")}
	}()
	select {
	case got := <-done:
		want := [2]string{`error invalid: "pipe.yaml" is neither a file nor a directory`,
			"unverified, invalid: it is neither a file nor a directory"}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	case <-time.After(time.Minute):
		t.Fatal("Check waits for the pipe")
	}
}
