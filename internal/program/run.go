package program

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const (
	// aftermath is how long the output of a process is waited for once it has exited. Others may keep its pipes open for ever.
	aftermath = 250 * time.Millisecond
	// errorSize is how much of the beginning of standard error is kept.
	errorSize = 64 << 10
)

// A Run is one run of a program, to its end. Its standard input is empty.
type Run struct {
	// Path is the absolute path of the file that is executed; Args are its arguments, without its name.
	Path string
	Args []string
	// Environ is its whole environment.
	Environ []string
	// MaxOutput is how many bytes it may write to standard output.
	MaxOutput int
}

// A Result is what came of a run.
type Result struct {
	// Code is the exit code, -1 where a signal ended it. How says the same for people, as a clause behind the program's name.
	Code int
	How  string
	// Stdout is all of the standard output; Stderr the beginning of what was written to standard error. Both may hold secrets.
	Stdout, Stderr []byte
}

// The errors of Do, beside that of the context and those of a program that cannot be started.
var (
	// ErrTooMuch says that the program wrote more than it may.
	ErrTooMuch = errors.New("wrote more than zsv reads")
	// ErrLeftOpen says that processes which the program left behind hold its output open, so that it has no end.
	ErrLeftOpen = errors.New("left processes behind that hold its output open")
)

// Do runs the program in the root directory of the file system, and ends it, with what it has started, when ctx ends. That is
// also how it ends what was left behind. The error says why there is no result.
func (r Run) Do(ctx context.Context) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	limited, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	stdout := &bounded{most: r.MaxOutput, exceeded: func() { stop(ErrTooMuch) }}
	stderr := &bounded{most: errorSize, exceeded: func() {}}
	cmd, err := r.start(stdout, stderr)
	if err != nil {
		return Result{}, err
	}
	group := GroupOf(cmd.Process)
	release := context.AfterFunc(limited, func() {
		group.Kill()
		_ = cmd.Process.Kill()
	})
	err = cmd.Wait()
	release()
	group.Kill()
	switch {
	case limited.Err() != nil:
		return Result{}, context.Cause(limited)
	case errors.Is(err, exec.ErrWaitDelay):
		return Result{}, ErrLeftOpen
	}
	return Result{Code: cmd.ProcessState.ExitCode(), How: EndOf(cmd.ProcessState), Stdout: stdout.kept.Bytes(),
		Stderr: stderr.kept.Bytes()}, nil
}

// start starts the program. A file that is just being written, by whoever installs it, cannot be executed for a moment.
func (r Run) start(stdout, stderr io.Writer) (cmd *exec.Cmd, err error) {
	for pause := time.Millisecond; pause < 200*time.Millisecond; pause *= 2 {
		cmd = &exec.Cmd{Path: r.Path, Args: append([]string{r.Path}, r.Args...), Env: append([]string{}, r.Environ...),
			Dir: filepath.VolumeName(r.Path) + string(filepath.Separator), SysProcAttr: OwnGroup(),
			Stdout: stdout, Stderr: stderr, WaitDelay: aftermath}
		if err = cmd.Start(); !errors.Is(err, syscall.ETXTBSY) {
			break
		}
		time.Sleep(pause)
	}
	return cmd, err
}

// A bounded writer keeps the beginning of what is written, and says once that there is more.
type bounded struct {
	most     int
	exceeded func()
	kept     bytes.Buffer
	over     bool
}

// Write takes all and keeps what there is room for, so that nobody hangs who writes much.
func (b *bounded) Write(text []byte) (int, error) {
	room := b.most - b.kept.Len()
	b.kept.Write(text[:min(len(text), room)])
	if len(text) > room && !b.over {
		b.over = true
		b.exceeded()
	}
	return len(text), nil
}
