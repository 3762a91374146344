//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
)

func init() { programs["tellsignals"] = tellSignals }

// tellSignals says who it is and which signals it gets. SIGTERM ends it with the code 5, SIGHUP with 6.
func tellSignals() {
	signals := make(chan os.Signal, 10)
	signal.Notify(signals, told...)
	fmt.Printf("ready %d %d.\n", os.Getpid(), os.Getppid())
	for s := range signals {
		fmt.Printf("got %s.\n", s)
		switch s {
		case syscall.SIGTERM:
			os.Exit(5)
		case syscall.SIGHUP:
			os.Exit(6)
		}
	}
}

var told = []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGABRT,
	syscall.SIGCONT, syscall.SIGWINCH, syscall.SIGTERM, syscall.SIGHUP}

// withEnv is a configuration whose stack sets a variable.
const withEnv = `
provider "env" "ci" {}
stack "dev" {
  components = []
  env        = { TOKEN = "{{s.k}}" }
}
`

// runEnviron is what zsv is started with here.
func runEnviron() []string { return []string{"S_K=canary", "PATH=" + os.Getenv("PATH")} }

// TestSignalsOfProcesses sends zsv each signal, where there is no terminal: the command gets each.
func TestSignalsOfProcesses(t *testing.T) {
	t.Parallel()
	cmd := zsvCommand(t, withEnv, runEnviron(), "run", "--", "tellsignals")
	output := startWithout(t, cmd)
	nextLine(t, output)
	for _, s := range told[:len(told)-1] {
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		if got, want := nextLine(t, output), fmt.Sprintf("got %s.", s); got != want {
			t.Errorf("the command said %q, want %q", got, want)
		}
	}
	if got := exitCode(cmd.Wait()); got != 5 {
		t.Errorf("exit code %d, want the command's, 5", got)
	}
}

// TestSignalsOfTheTerminal types the keys that interrupt, and changes the window's size: the command, which has a signal
// from the terminal already, does not get it from zsv once more. By the time it gets SIGTERM, all that came before has
// been dealt with.
func TestSignalsOfTheTerminal(t *testing.T) {
	t.Parallel()
	cmd := zsvCommand(t, withEnv, nil)
	s := onTerminal(t, cmd.Dir, runEnviron(), "run", "--", "tellsignals")
	s.shows("ready ")
	s.types("\x03")
	s.shows("got interrupt.")
	s.types("\x1c")
	s.shows("got quit.")
	if err := pty.Setsize(s.terminal, &pty.Winsize{Rows: 10, Cols: 20}); err != nil {
		t.Fatal(err)
	}
	s.shows("got window changed.")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	shown := s.ends(5)
	for _, line := range []string{"got interrupt.", "got quit.", "got window changed.", "got terminated."} {
		if n := strings.Count(shown, line); n != 1 {
			t.Errorf("%d times %q:\n%s", n, line, shown)
		}
	}
}

// TestTheTerminalIsGone closes the terminal: a leader of a session alone is told by the system, and passes it on.
func TestTheTerminalIsGone(t *testing.T) {
	t.Parallel()
	cmd := zsvCommand(t, withEnv, runEnviron(), "run", "--", "tellsignals")
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	nextLine(t, bufio.NewReader(terminal))
	if err := terminal.Close(); err != nil { // Nobody reads it at this moment, so that it is closed at once.
		t.Fatal(err)
	}
	if got := exitCode(cmd.Wait()); got != 6 {
		t.Errorf("exit code %d, want the command's, 6", got)
	}
}

// TestJobControl has an interactive shell stop zsv and its command, go on with them in the background and the foreground,
// and signal zsv in the background.
func TestJobControl(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash, whose job control this is about: install it")
	}
	cmd := zsvCommand(t, withEnv, nil)
	s := commandOnTerminal(t, cmd.Dir, append(runEnviron(), "PS1=$ "), "bash", "--norc", "-i")
	s.types("zsv run -- tellsignals\r")
	s.shows("ready ")
	s.types("\x1a")
	s.shows("Stopped")
	s.types("fg\r")
	s.shows("got continued.")
	s.types("\x03")
	s.shows("got interrupt.")
	s.types("\x1a")
	s.shows("Stopped")
	s.types("bg\r")
	s.shows("got continued.")
	s.types("kill -INT $(jobs -p)\r")
	s.shows("got interrupt.")
	s.types("kill $(jobs -p)\r")
	s.shows("got terminated.")
	s.types("wait $!; echo code $?\r")
	s.types("exit 4\r")
	s.ends(4)
}

// TestIgnoredSignals has the command ignore what zsv was started to ignore, as under nohup.
func TestIgnoredSignals(t *testing.T) {
	t.Parallel()
	cmd := zsvCommand(t, withEnv, runEnviron())
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `trap "" HUP INT; exec zsv run -- sh -c 'kill -HUP $$; kill -INT $$; exit 7'`}
	if got := exitCode(cmd.Run()); got != 7 {
		t.Errorf("exit code %d, want 7", got)
	}
}

// TestNoSignalIsLost ends zsv at each moment from its start on, up to when the command is known to run. Either nothing is
// started, or the command is ended too: none is left behind, and zsv waits for none that knows nothing of it.
func TestNoSignalIsLost(t *testing.T) {
	t.Parallel()
	ends := map[int]int{}
	const moments = 60
	for i := range moments + 1 {
		cmd := zsvCommand(t, withEnv, runEnviron(), "run", "--", "tellsignals")
		output := startWithout(t, cmd)
		if i < moments {
			time.Sleep(time.Duration(i) * time.Millisecond)
		} else {
			nextLine(t, output)
		}
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if _, err := io.Copy(io.Discard, output); err != nil {
			t.Fatal(err)
		}
		code := exitCode(cmd.Wait())
		ends[code]++
		if !slices.Contains([]int{-1, 3, 130, 143, 5}, code) { // 3: interrupted while it checked
			t.Fatalf("exit code %d", code)
		}
	}
	if byCommand := ends[5]; byCommand == 0 || byCommand == moments+1 {
		t.Errorf("exit codes: %v, want some of zsv's own and some of the command", ends)
	}
}

// TestInterruptedCheck interrupts while a store keeps the check waiting: the command is not started, whatever is allowed.
func TestInterruptedCheck(t *testing.T) {
	t.Parallel()
	store := listenInSilence(t)
	cmd := zsvCommand(t, withDeadStore, store.environ(), "run", "--stack", "dead", "--allow-unverified", "--", "touch", "started")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	start(t, cmd)
	<-store.connected
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := exitCode(cmd.Wait()); got != 3 {
		t.Errorf("exit code %d, want 3", got)
	}
	if !strings.HasSuffix(stderr.String(), "\nzsv: touch was not started\n") {
		t.Errorf("the last line is another:\n%s", &stderr)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "started")); err == nil {
		t.Error("the command was started")
	}
}

// TestNothingIsInherited looks at the files that the command has open.
func TestNothingIsInherited(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{}, {"--mask"}, {"--env-file", "run.env"}} {
		cmd := zsvCommand(t, withEnv, runEnviron(), slices.Concat([]string{"run"}, args, []string{"--", "sh", "-c",
			`for i in 3 4 5 6 7 8 9; do { true <&$i; } 2>/dev/null && echo $i; done; exit 0`})...)
		output, err := cmd.Output()
		if diff := cmp.Diff("", string(output)); diff != "" || err != nil {
			t.Errorf("%q: error %v, open files:\n%s", args, err, output)
		}
	}
}

// TestTheStreamsAreTheTerminal has the command look at its streams, with and without a mask: a terminal stays one.
func TestTheStreamsAreTheTerminal(t *testing.T) {
	t.Parallel()
	for _, flags := range [][]string{{}, {"--mask"}} {
		cmd := zsvCommand(t, withEnv, nil)
		s := onTerminal(t, cmd.Dir, runEnviron(), slices.Concat([]string{"run"}, flags, []string{"--", "sh", "-c",
			`test -t 0 && test -t 1 && test -t 2 && exit 7`})...)
		s.ends(7)
	}
}

// startWithout starts a command without a terminal, and returns its standard output.
func startWithout(t *testing.T, cmd *exec.Cmd) *bufio.Reader {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, cmd)
	t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	return bufio.NewReader(output)
}

func nextLine(t *testing.T, output *bufio.Reader) string {
	t.Helper()
	line, err := output.ReadString('\n')
	if err != nil {
		t.Fatalf("no line, but %v", err)
	}
	return strings.TrimSuffix(line, "\n")
}
