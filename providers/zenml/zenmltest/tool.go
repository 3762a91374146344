package zenmltest

import (
	"context"
	"os"
	"os/exec"
	"testing"
)

// Zenml runs ZenML's own tool against the server as its administrator's service account, and returns what it prints to
// its standard output. The test ends where it fails.
func (s *Server) Zenml(t testing.TB, arguments ...string) string {
	t.Helper()
	return s.run(t, Program(t, "zenml"), arguments)
}

// Python runs a program in ZenML's Python, whose client is connected to the server as its administrator's service account.
func (s *Server) Python(t testing.TB, program string, arguments ...string) string {
	t.Helper()
	return s.run(t, Program(t, "python"), append([]string{"-c", program}, arguments...))
}

func (s *Server) run(t testing.TB, program string, arguments []string) string {
	t.Helper()
	command := s.Command(t, s.APIKey, program, arguments...)
	output, err := command.Output()
	if err != nil {
		var said string
		if exit, ok := err.(*exec.ExitError); ok {
			said = string(exit.Stderr)
		}
		t.Fatalf("%s %q: %v\n%s%s", program, arguments, err, output, said)
	}
	return string(output)
}

// Command makes a command of a program, such as one of Program, for which the server and the owner of an API key are
// ZenML's. Its files are in a directory of the test's own, where it runs.
func (s *Server) Command(t testing.TB, key, program string, arguments ...string) *exec.Cmd {
	t.Helper()
	directory := t.TempDir()
	command := exec.CommandContext(context.Background(), program, arguments...)
	command.Dir = directory
	command.Env = append(append(quiet(directory), s.Environ(key)...), "HOME="+directory, "PATH="+os.Getenv("PATH"), "COLUMNS=300")
	return command
}
