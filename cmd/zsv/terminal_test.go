//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A session is zsv in a real terminal, with someone who types.
type session struct {
	*testing.T
	cmd      *exec.Cmd
	terminal *os.File
	output   chan string
	seen     strings.Builder // all that the terminal showed
	unread   string          // what it showed since the last answer
}

// stuck is how long a session may show nothing. It is no measure of speed.
const stuck = 60 * time.Second

// onTerminal starts zsv in a terminal of its own.
func onTerminal(t *testing.T, dir string, environ []string, args ...string) *session {
	t.Helper()
	return commandOnTerminal(t, dir, environ, "zsv", args...)
}

// commandOnTerminal starts a command in a terminal of its own.
func commandOnTerminal(t *testing.T, dir string, environ []string, name string, args ...string) *session {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, slices.Concat([]string{"HOME=" + t.TempDir(), "TERM=xterm"}, environ)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: columnsOf(environ), Rows: 24})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{T: t, cmd: cmd, terminal: terminal, output: make(chan string)}
	done := make(chan struct{})
	go s.read(done)
	t.Cleanup(func() {
		close(done)
		_ = cmd.Process.Kill()
		_ = terminal.Close()
	})
	return s
}

// columnsOf returns how wide a terminal is to be, as the environment says; 0 is that of one that does not say.
func columnsOf(environ []string) uint16 {
	for _, setting := range environ {
		if text, ok := strings.CutPrefix(setting, "COLUMNS="); ok {
			columns, _ := strconv.ParseUint(text, 10, 16)
			return uint16(columns)
		}
	}
	return 0
}

// read passes on what the terminal shows, until zsv has let go of it.
func (s *session) read(done <-chan struct{}) {
	defer close(s.output)
	buffer := make([]byte, 4096)
	for {
		n, err := s.terminal.Read(buffer)
		if n > 0 {
			select {
			case s.output <- string(buffer[:n]):
			case <-done:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// awaits waits until the last thing that is shown is a prompt: a text that ends in ": ".
func (s *session) awaits(prompt string) {
	s.Helper()
	for !strings.HasSuffix(s.unread, prompt+": ") {
		if !s.more() {
			s.Fatalf("zsv ended, or is stuck, before it asked %q:\n%s", prompt, s.seen.String())
		}
	}
	s.unread = ""
}

// shows waits until a text is shown.
func (s *session) shows(text string) {
	s.Helper()
	for !strings.Contains(s.unread, text) {
		if !s.more() {
			s.Fatalf("zsv ended, or is stuck, before it showed %q:\n%s", text, s.seen.String())
		}
	}
	_, s.unread, _ = strings.Cut(s.unread, text)
}

func (s *session) more() bool {
	select {
	case text, ok := <-s.output:
		s.seen.WriteString(text)
		s.unread += text
		return ok
	case <-time.After(stuck):
		return false
	}
}

// answer waits for a prompt and types an answer, with the key Enter.
func (s *session) answer(prompt, typed string) {
	s.Helper()
	s.awaits(prompt)
	s.types(typed + "\r")
}

func (s *session) types(keys string) {
	s.Helper()
	if _, err := io.WriteString(s.terminal, keys); err != nil {
		s.Fatal(err)
	}
}

// ends waits for the end and returns all that was shown, as lines without their carriage returns.
func (s *session) ends(code int) string {
	s.Helper()
	for s.more() {
	}
	err := s.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.Fatal(err)
	}
	shown := strings.ReplaceAll(s.seen.String(), "\r\n", "\n")
	if got := exitCode(err); got != code {
		s.Errorf("exit code %d, want %d:\n%s", got, code, shown)
	}
	if strings.Contains(strings.ToLower(shown), "canary") {
		s.Errorf("the terminal shows a value:\n%s", shown)
	}
	return shown
}
