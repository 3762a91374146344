package main

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// While the process is stopped the terminal is the shell's, and shows what is typed; afterwards it is hidden again.
func TestApplyStopped(t *testing.T) {
	t.Parallel()
	dir := quickstart(t)
	s := onTerminal(t, dir, nil, "apply")
	s.answer("Only 'yes' will be accepted", "yes")
	s.awaits("Value of mlflow.password")
	if echoes(t, s) {
		t.Error("the terminal shows what is typed at a hidden prompt")
	}
	s.types("\x1a")
	var status unix.WaitStatus
	if _, err := unix.Wait4(s.cmd.Process.Pid, &status, unix.WUNTRACED, nil); err != nil || !status.Stopped() {
		t.Fatalf("zsv did not stop: %v, %v", status, err)
	}
	if !echoes(t, s) {
		t.Error("the terminal of a stopped zsv does not show what is typed")
	}
	if err := s.cmd.Process.Signal(unix.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for echoes(t, s) { // until zsv has taken it
		time.Sleep(time.Millisecond)
	}
	s.types("canary-one\r")
	s.answer("Value of slack.token", "canary-two")
	s.ends(0)
}

// echoes says whether a session's terminal shows what is typed.
func echoes(t *testing.T, s *session) bool {
	t.Helper()
	modes, err := unix.IoctlGetTermios(int(s.terminal.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return modes.Lflag&unix.ECHO != 0
}
