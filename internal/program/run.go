package program

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

const (
	// aftermath is how long the end of its output is waited for once a process has exited. It comes at once, also on a machine
	// with much to do, unless others keep the pipes open.
	aftermath = 2 * time.Second
	// errorSize is how much of the beginning of standard error is kept.
	errorSize = 64 << 10
)

// A Run is one run of a program, to its end.
type Run struct {
	Command
	// Stdin is what it reads. It need not read it all.
	Stdin []byte
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

// Do runs the program, and ends it, with what it has started, when ctx ends. What it has left behind at its own end is ended,
// too. The error says why there is no result.
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
	process, err := r.start(limited, &outputs)
	if err != nil {
		return Result{}, err
	}
	release := context.AfterFunc(limited, process.Kill)
	process.Wait()
	release()
	whole := outputs.await(limited)
	process.KillRest()
	outputs.close()
	switch {
	case limited.Err() != nil:
		return Result{}, context.Cause(limited)
	case !whole:
		return Result{}, ErrLeftOpen
	}
	return Result{Code: process.Code(), How: process.How(), Stdout: outputs[0].kept.text.Bytes(),
		Stderr: outputs[1].kept.text.Bytes()}, nil
}

// start starts the program, and the reading and writing of its streams.
func (r Run) start(ctx context.Context, outputs *outputs) (*Process, error) {
	writers, err := outputs.open()
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = writers[0].Close(), writers[1].Close() }()
	read, written, err := r.input()
	if err == nil {
		defer func() { _ = read.Close() }() // which of a nil file is an error, and nothing else
		var process *Process
		if process, err = r.Start(ctx, read, writers[0], writers[1]); err == nil {
			outputs.drain()
			r.feed(ctx, written)
			return process, nil
		}
		_ = written.Close()
	}
	outputs.close()
	return nil, err
}

// input returns a pipe for what the program reads; none where that is nothing.
func (r Run) input() (read, write *os.File, err error) {
	if len(r.Stdin) == 0 {
		return nil, nil, nil
	}
	return os.Pipe()
}

// feed writes what the program reads, until ctx ends.
func (r Run) feed(ctx context.Context, to *os.File) {
	if to == nil {
		return
	}
	context.AfterFunc(ctx, func() { _ = to.Close() })
	parallel.Go(func() {
		_, _ = to.Write(r.Stdin) // An error means that it wants no more.
		_ = to.Close()
	})
}
