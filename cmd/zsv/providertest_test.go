//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestProviderTestInterruptedTwice abandons a test whose stores take their time to be cleared: its directory goes away all the
// same, as it may hold what a store holds.
func TestProviderTestInterruptedTwice(t *testing.T) {
	t.Parallel()
	temporary := t.TempDir()
	cmd := zsvCommand(t, "", []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + temporary}, "provider", "test", "--fill", "./fill",
		"./zsv-provider-slow")
	for name, script := range map[string]string{
		"fill":              "read -r request\ncase $request in *'\"clear\"'*) sleep 3 ;; esac\necho '{\"clear\": true}'\n",
		"zsv-provider-slow": "read -r request\n: > \"$HOME/asked\"\nsleep 3\n",
	} {
		if err := os.WriteFile(filepath.Join(cmd.Dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	start(t, cmd)
	for deadline := time.Now().Add(time.Minute); !exists(filepath.Join(cmd.Dir, "asked")); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the program is not asked")
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 1 {
		t.Fatalf("while it runs there is %v (%v)", left, err)
	}
	if got := interruptUntilItEnds(cmd); got != 130 {
		t.Errorf("exit code %d, want 130", got)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
