package program_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/internal/program"
)

// script returns a run of a text by the shell.
func script(t *testing.T, text string) program.Run {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no shell")
	}
	return program.Run{MaxOutput: 1 << 20, Command: program.Command{Path: "/bin/sh",
		Args: []string{"-c", text, "sh", "a b", "$(id)"}, Environ: []string{"PATH=/usr/bin:/bin", "A=1"}}}
}

func TestRun(t *testing.T) {
	t.Parallel()
	result, err := script(t, `pwd; printf '%s|' "$@"; env | sort | grep -v -e ^_ -e ^PWD -e ^SHLVL -e ^OLDPWD; cat; echo oops `+
		`>&2; exit 3`).
		Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := "/\na b|$(id)|A=1\nPATH=/usr/bin:/bin\n"; string(result.Stdout) != want {
		t.Errorf("it wrote %q, want %q", result.Stdout, want)
	}
	if string(result.Stderr) != "oops\n" || result.Code != 3 || result.How != "exited with code 3" {
		t.Errorf("it said %q and %s (%d)", result.Stderr, result.How, result.Code)
	}
}

func TestEndedBySignal(t *testing.T) {
	t.Parallel()
	result, err := script(t, `kill -9 $$`).Do(t.Context())
	if err != nil || result.Code != -1 || result.How != "was ended by signal 9 (killed)" {
		t.Errorf("%s (%d), %v", result.How, result.Code, err)
	}
}

func TestTooMuch(t *testing.T) {
	t.Parallel()
	if _, err := script(t, `exec cat /dev/zero`).Do(t.Context()); !errors.Is(err, program.ErrTooMuch) {
		t.Errorf("the error is %v", err)
	}
	run := script(t, `printf 12345`)
	run.MaxOutput = 5
	if result, err := run.Do(t.Context()); err != nil || string(result.Stdout) != "12345" {
		t.Errorf("what just fits: %q, %v", result.Stdout, err)
	}
	// What is written to standard error beyond the beginning is not kept, and stops nothing.
	result, err := script(t, `head -c 1000000 /dev/zero | tr '\0' x >&2`).Do(t.Context())
	if err != nil || len(result.Stderr) != 64<<10 {
		t.Errorf("%d bytes of errors, %v", len(result.Stderr), err)
	}
}

// A program that does not end is ended with all that it has started, also where that holds its output open.
func TestHangs(t *testing.T) {
	t.Parallel()
	marker := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithCancel(t.Context())
	run := script(t, `sleep 600 & echo $! >"`+marker+`"; trap '' TERM INT HUP; wait; sleep 600`)
	go func() {
		for ctx.Err() == nil {
			if text, _ := os.ReadFile(marker); strings.HasSuffix(string(text), "\n") {
				cancel()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if _, err := run.Do(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	gone(t, marker)
	if _, err := run.Do(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end the error is %v", err)
	}
}

// What a program leaves behind ends with it.
func TestLeavesProcessesBehind(t *testing.T) {
	t.Parallel()
	marker := filepath.Join(t.TempDir(), "pid")
	_, err := script(t, `sleep 600 & echo $! >"`+marker+`"; echo done`).Do(t.Context())
	if !errors.Is(err, program.ErrLeftOpen) {
		t.Errorf("the error is %v", err)
	}
	gone(t, marker)
	result, err := script(t, `sleep 600 >/dev/null 2>&1 & echo $! >"`+marker+`"; echo done`).Do(t.Context())
	if err != nil || string(result.Stdout) != "done\n" {
		t.Errorf("%q, %v", result.Stdout, err)
	}
	gone(t, marker)
}

// gone waits until the process whose number is in a file is no more, or a zombie that nobody has waited for.
func gone(t *testing.T, marker string) {
	t.Helper()
	text, err := os.ReadFile(marker)
	if err != nil {
		t.Fatal(err)
	}
	check := `while kill -0 "$1" 2>/dev/null && ! ps -o stat= -p "$1" | grep -q Z; do sleep 0.01; done`
	run := program.Run{Command: program.Command{Path: "/bin/sh",
		Args: []string{"-c", check, "sh", strings.TrimSpace(string(text))}, Environ: []string{"PATH=/usr/bin:/bin"}}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := run.Do(ctx); err != nil {
		t.Error(err)
	}
}

func TestCannotStart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nothing")
	if _, err := (program.Run{Command: program.Command{Path: path}}).Do(t.Context()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the error is %v", err)
	}
}

// A program gets its input, starts where it is to, and need not read what it is given.
func TestInput(t *testing.T) {
	t.Parallel()
	run := script(t, `pwd; cat`)
	run.Dir, run.Stdin = "/usr", []byte(strings.Repeat("x", 1<<19))
	result, err := run.Do(t.Context())
	if want := "/usr\n" + string(run.Stdin); err != nil || string(result.Stdout) != want {
		t.Errorf("it wrote %d bytes, want %d; %v", len(result.Stdout), len(want), err)
	}
	run = script(t, `exec <&-; echo done`)
	run.Stdin = []byte(strings.Repeat("x", 1<<20))
	if result, err := run.Do(t.Context()); err != nil || string(result.Stdout) != "done\n" {
		t.Errorf("it wrote %q, %v", result.Stdout, err)
	}
}

// A file that somebody writes cannot be executed. How long that lasts is not known, so it is not waited for beyond the context.
func TestFileIsBeingWritten(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux refuses to execute such a file: run this test there")
	}
	path := filepath.Join(install(t, 0o755, "tool"), "tool")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	run := program.Run{Command: program.Command{Path: path}}
	if _, err := run.Do(t.Context()); !errors.Is(err, syscall.ETXTBSY) {
		t.Errorf("the error is %v", err)
	}
	time.AfterFunc(20*time.Millisecond, func() { _ = file.Close() })
	if _, err := run.Do(t.Context()); err != nil {
		t.Errorf("once it is written: %v", err)
	}
}
