package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// A crashing stream is one whose reader, or writer, has a defect.
type crashing struct{}

func (crashing) Read([]byte) (int, error)  { panic("s3cret") }
func (crashing) Write([]byte) (int, error) { panic("s3cret") }

// The panic of a goroutine that copies for a command makes exit code 1, never Go's own, 2: that would mean that a secret is
// missing. It is not run beside other tests, which would catch the panic as well.
func TestCrashOfGoroutineIsAnError(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "main.zsv.hcl", "stack \"dev\" {}\n")
	for name, command := range map[string][]string{"input": {"/bin/cat"}, "output": {"/bin/echo", "to a writer with a defect"}} {
		var stdout, stderr bytes.Buffer
		process := &cli.Process{Args: append([]string{"run", "--level", "NONE", "--"}, command...),
			Stdin: &bytes.Buffer{}, Stdout: &stdout, Stderr: &stderr, Dir: dir, Environ: withIdentity()}
		if name == "input" {
			process.Stdin = crashing{}
		} else {
			process.Stdout = crashing{}
		}
		code, said := process.Main(), stderr.String()
		if code != 1 || !strings.Contains(said, "internal error") || !strings.Contains(said, "crashing") {
			t.Errorf("%s: exit code %d and\n%s\nwant 1, and where the crash was", name, code, said)
		}
		if strings.Contains(said, "s3cret") {
			t.Errorf("%s: the value of the panic is shown:\n%s", name, said)
		}
	}
}
