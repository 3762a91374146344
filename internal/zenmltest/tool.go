package zenmltest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Zenml runs ZenML's own tool against the server as its administrator's service account, and returns what it prints to
// its standard output. The test ends where it fails.
func (s *Server) Zenml(t testing.TB, arguments ...string) string {
	t.Helper()
	return output(t, s.Command(t, s.APIKey, "zenml", arguments...))
}

// Python runs a program in ZenML's Python, whose client is connected to the server as the owner of an API key, and returns
// what it prints.
func (s *Server) Python(t testing.TB, key, program string, arguments ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.py") // ZenML asks where the main module is
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	return output(t, s.Command(t, key, "python", append([]string{file}, arguments...)...))
}

func output(t testing.TB, command *exec.Cmd) string {
	t.Helper()
	text, err := command.Output()
	if err != nil {
		var exit *exec.ExitError
		said := ""
		if errors.As(err, &exit) {
			said = string(exit.Stderr)
		}
		t.Fatalf("%q: %v\n%s%s", command.Args, err, text, said)
	}
	return string(text)
}

// Command makes a command of a program of Program's, for which the server and the owner of an API key are ZenML's. It runs in
// a directory of its own, where its files are.
func (s *Server) Command(t testing.TB, key, program string, arguments ...string) *exec.Cmd {
	t.Helper()
	directory := t.TempDir()
	command := exec.CommandContext(context.Background(), Program(t, program), arguments...)
	command.Dir = directory
	command.Env = append(append(quiet(directory), s.Environ(key)...), "HOME="+directory, "PATH="+os.Getenv("PATH"), "COLUMNS=300")
	return command
}
