package program

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const (
	// aftermath is how long the end of its output is waited for once a process has exited. It comes at once, also on a machine
	// with much to do, unless others keep the pipes open.
	aftermath = 2 * time.Second
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

// Do runs the program in the root directory of the file system, and ends it, with what it has started, when ctx ends. What it
// has left behind at its own end is ended, too. The error says why there is no result.
func (r Run) Do(ctx context.Context) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	limited, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	outputs := outputs{
		{kept: bounded{most: r.MaxOutput, exceeded: func() { stop(ErrTooMuch) }}},
		{kept: bounded{most: errorSize, exceeded: func() {}}},
	}
	cmd, err := r.start(&outputs)
	if err != nil {
		return Result{}, err
	}
	group := GroupOf(cmd.Process)
	release := context.AfterFunc(limited, func() {
		group.Kill()
		_ = cmd.Process.Kill()
	})
	_ = cmd.Wait() // What it says is in the state.
	release()
	whole := outputs.await(limited)
	group.Kill()
	outputs.close()
	switch {
	case limited.Err() != nil:
		return Result{}, context.Cause(limited)
	case !whole:
		return Result{}, ErrLeftOpen
	}
	return Result{Code: cmd.ProcessState.ExitCode(), How: EndOf(cmd.ProcessState), Stdout: outputs[0].kept.text.Bytes(),
		Stderr: outputs[1].kept.text.Bytes()}, nil
}

// start starts the program. A file that is just being written, by whoever installs it, cannot be executed for a moment.
func (r Run) start(outputs *outputs) (cmd *exec.Cmd, err error) {
	writers, err := outputs.open()
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = writers[0].Close(), writers[1].Close() }()
	for pause := time.Millisecond; pause < 200*time.Millisecond; pause *= 2 {
		cmd = &exec.Cmd{Path: r.Path, Args: append([]string{r.Path}, r.Args...), Env: append([]string{}, r.Environ...),
			Dir: filepath.VolumeName(r.Path) + string(filepath.Separator), SysProcAttr: OwnGroup(),
			Stdout: writers[0], Stderr: writers[1]}
		if err = cmd.Start(); !errors.Is(err, syscall.ETXTBSY) {
			break
		}
		time.Sleep(pause)
	}
	if err != nil {
		outputs.close()
		return nil, err
	}
	outputs.drain()
	return cmd, nil
}
