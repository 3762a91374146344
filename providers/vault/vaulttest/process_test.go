package vaulttest_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// run starts a program, which is this test binary: it starts a server, says where it is, and ends in a way that no
// cleanup survives.
func run(t *testing.T, environ ...string) (*exec.Cmd, io.WriteCloser, *bufio.Reader) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$", "-test.v")
	command.Env = append(os.Environ(), append(environ, "ZSV_TEST_CHILD=1")...)
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command, input, bufio.NewReader(output)
}

// TestChild is what the program does. Among the tests it does nothing.
func TestChild(t *testing.T) {
	if os.Getenv("ZSV_TEST_CHILD") == "" {
		return
	}
	server := vaulttest.Start(t)
	_, _ = os.Stdout.WriteString("\nserver at " + strings.TrimPrefix(server.Address, "http://") + "\n")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	panic("an end that no cleanup survives")
}

func TestAServerEndsWithItsProcess(t *testing.T) {
	t.Parallel()
	vaulttest.Binary(t)
	for _, end := range []string{"killed", "panicked"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			temporary := t.TempDir()
			command, input, output := run(t, "TMPDIR="+temporary)
			address := line(t, output, "server at ")
			if !listens(t.Context(), address) {
				t.Fatalf("nothing listens at %s", address)
			}
			if end == "killed" {
				_ = command.Process.Kill()
			} else {
				_ = input.Close()
			}
			if err := command.Wait(); err == nil {
				t.Fatal("the program ended well, which it must not")
			}
			await(t, "the server still listens", func() bool { return !listens(t.Context(), address) })
			await(t, "its files are still there", func() bool {
				left, _ := filepath.Glob(filepath.Join(temporary, "zsv-vault-*"))
				return len(left) == 0
			})
		})
	}
}

func TestWithoutABinary(t *testing.T) {
	t.Parallel()
	for require, want := range map[string]string{"": "--- SKIP", "1": "--- FAIL"} {
		command, _, output := run(t, "ZSV_VAULT=/nowhere/vault", "ZSV_REQUIRE_VAULT="+require)
		text, err := io.ReadAll(output)
		if err != nil {
			t.Fatal(err)
		}
		_ = command.Wait()
		if !strings.Contains(string(text), want) || !strings.Contains(string(text), "make vault") {
			t.Errorf("with ZSV_REQUIRE_VAULT=%q: want %s and what to do:\n%s", require, want, text)
		}
	}
}

// line returns the rest of the line that begins with prefix.
func line(t *testing.T, output *bufio.Reader, prefix string) string {
	t.Helper()
	for {
		text, err := output.ReadString('\n')
		if rest, found := strings.CutPrefix(text, prefix); found {
			return strings.TrimSpace(rest)
		}
		if err != nil {
			t.Fatalf("the program ended without saying %q", prefix)
		}
	}
}

func listens(ctx context.Context, address string) bool {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err == nil {
		_ = connection.Close()
	}
	return err == nil
}

// await gives the system time to end a process; how much is no part of the test.
func await(t *testing.T, complaint string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(complaint)
		}
	}
}
