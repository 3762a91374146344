//go:build unix

package child_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/child"
)

func TestEnviron(t *testing.T) {
	t.Parallel()
	inherited := []string{"A=1", "B=2", "A=other", "C=", "=D=x", "E", "AB=3", ""}
	got := child.Environ(inherited, []string{"B=new=1", "N="}, []string{"C", "F"})
	want := []string{"A=1", "=D=x", "E", "AB=3", "", "B=new=1", "N="}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

// TestASlowReader gets all that a command wrote, long after it has ended.
func TestASlowReader(t *testing.T) {
	t.Parallel()
	slow := &slowly{pause: 1500 * time.Millisecond}
	code, err := run(t, slow, "head -c 200000 /dev/zero; sleep 100 & exit 7")
	if code != 7 || err != nil || slow.Len() != 200000 {
		t.Errorf("exit code %d, error %v, %d bytes, want 200000", code, err, slow.Len())
	}
}

// slowly takes its time for the first write.
type slowly struct {
	bytes.Buffer
	pause  time.Duration
	writes int
}

func (s *slowly) Write(text []byte) (int, error) {
	if s.writes++; s.writes == 1 {
		time.Sleep(s.pause)
	}
	return s.Buffer.Write(text)
}

// TestABrokenWriter tells what stood against the output, and ends a command that would write for ever.
func TestABrokenWriter(t *testing.T) {
	t.Parallel()
	code, err := run(t, broken{}, "exec yes")
	if code != 141 || !errors.Is(err, errFull) {
		t.Errorf("exit code %d, error %v, want 141 and %v", code, err, errFull)
	}
}

var errFull = errors.New("no space left")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errFull }

// TestTooLong names the variable that is more than the system takes, and nothing of its value.
func TestTooLong(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux limits each variable: run this test there")
	}
	command := child.Command{Name: "/bin/true", Dir: "/", Environ: []string{"SMALL=1", "LARGE=" + strings.Repeat("canary", 100_000)}}
	_, err := command.Run(child.NewRelay())
	want := "it cannot be executed: its arguments and its environment are more than the system takes; the variable LARGE " +
		"has 600000 bytes"
	var problem *child.Error
	if !errors.As(err, &problem) || problem.Code != 126 || problem.Reason != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

// TestStandardInput is copied from what is no file, and need not be read.
func TestStandardInput(t *testing.T) {
	t.Parallel()
	endless, write := io.Pipe()
	defer write.Close()
	var out bytes.Buffer
	command := child.Command{Name: "/bin/sh", Args: []string{"-c", "echo done"}, Dir: "/", Stdin: endless, Stdout: &out, Stderr: &out}
	if code, err := command.Run(child.NewRelay()); code != 0 || err != nil || out.String() != "done\n" {
		t.Errorf("exit code %d, error %v, output %q", code, err, &out)
	}
}

func run(t *testing.T, stdout io.Writer, script string) (code int, err error) {
	t.Helper()
	command := child.Command{Name: "sh", Args: []string{"-c", script}, Dir: t.TempDir(), Environ: os.Environ(), Stdout: stdout,
		Stderr: io.Discard}
	return command.Run(child.NewRelay())
}
