package cli

import (
	"cmp"
	"errors"
	"io"
	"os"
	"syscall"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/child"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/mask"
)

// runChild runs the command to its end and returns the exit code.
func (s *running) runChild(relay *child.Relay) int {
	s.opened.close() // whose processes are not the command's
	stdout, stderr, flush := s.streams()
	command := child.Command{Name: s.command[0], Args: s.command[1:], Dir: s.workingDir, Environ: s.childEnviron(),
		Stdin: s.Stdin, Stdout: stdout, Stderr: stderr}
	code, err := command.Run(relay)
	var problem *child.Error
	if errors.As(err, &problem) {
		s.tellLine("zsv: %s: %s", cmp.Or(command.Name, `""`), problem.Reason)
		return problem.Code
	}
	err = errors.Join(err, flush())
	if err != nil && !errors.Is(err, syscall.EPIPE) { // Who stops reading knows what is missing.
		s.tellLine("zsv: the output of %s could not be written: %v", command.Name, fileerror.Reason(err))
	}
	return code
}

// childEnviron is what the command gets: all that zsv was given, the user's own credentials too, and the variables.
func (s *running) childEnviron() []string {
	set, unset := s.variables()
	inherited := s.Environ
	if s.global.chdir != "" && s.getenv("PWD") != "" {
		inherited = child.Environ(inherited, []string{"PWD=" + s.workingDir}, nil)
	}
	return child.Environ(inherited, set, unset)
}

// streams returns the command's output streams: zsv's own, or with --mask what masks them. A terminal cannot be masked
// without taking it from the command. Two streams that lead to one file are masked as one, which keeps their order.
func (s *running) streams() (stdout, stderr io.Writer, flush func() error) {
	stdout, stderr, flush = s.Stdout, s.Stderr, func() error { return nil }
	if !s.flags.mask {
		return stdout, stderr, flush
	}
	values := mask.New(s.env.Secrets)
	masking := func(to io.Writer) io.Writer {
		w, before := values.Writer(to), flush
		flush = func() error { return errors.Join(before(), w.Flush()) }
		return w
	}
	same := sameFile(s.Stdout, s.Stderr)
	if !s.StdoutTerminal.Is {
		stdout = masking(s.Stdout)
	}
	switch {
	case s.StderrTerminal.Is:
	case same:
		stderr = stdout
	default:
		stderr = masking(s.Stderr)
	}
	return stdout, stderr, flush
}

func sameFile(a, b io.Writer) bool {
	one, isFile := a.(*os.File)
	other, areFiles := b.(*os.File)
	if !isFile || !areFiles {
		return a == b
	}
	oneInfo, err := one.Stat()
	otherInfo, otherErr := other.Stat()
	return err == nil && otherErr == nil && os.SameFile(oneInfo, otherInfo)
}
