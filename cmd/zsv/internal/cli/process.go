// Package cli is the command line of zsv: one file a command, which reads flags into options, has the work done by the
// packages config and resolve, and the result shown by the package view. Everything it knows of the process it runs in
// is in Process; it sets exit codes in exit.go alone.
package cli

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// A Process is the world around one run of zsv.
type Process struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// The terminals behind the streams.
	StdinTerminal, StdoutTerminal, StderrTerminal terminal.Terminal
	// Environ is the environment, "NAME=value" strings.
	Environ []string
	// Dir is the absolute working directory; DirError says why it is not known.
	Dir      string
	DirError error
	// Now tells the time; nil: the system's clock.
	Now   func() time.Time
	Build Build
}

func (p *Process) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

// Main runs zsv and returns its exit code. Who interrupts twice does not wait for the run to end by itself, and nobody does
// where a goroutine has crashed.
func (p *Process) Main() int {
	r := newInvocation(p)
	defer close(r.ended)
	defer r.endTyping()
	defer r.opened.close()
	crashed, release := crashes()
	defer release()
	ended := make(chan int, 1)
	parallel.Go(func() { ended <- p.guard(r.main) })
	select {
	case code := <-ended:
		return p.unlessCrashed(crashed, code)
	case crash := <-crashed:
		return p.internalError(crash)
	case <-r.abandoned:
		r.forgetUnseen()
		r.scratch.clear()
		r.sayFarewell()
		return exitInterrupted
	}
}

// crashes returns where the first panic of a goroutine comes that has no caller, until release is called.
func crashes() (first <-chan parallel.Panic, release func()) {
	crashed := make(chan parallel.Panic, 1)
	return crashed, parallel.Catch(func(crash parallel.Panic) {
		select {
		case crashed <- crash:
		default:
		}
	})
}

// unlessCrashed returns the exit code of a run that has ended: its own, unless something crashed that it did not wait for.
func (p *Process) unlessCrashed(crashed <-chan parallel.Panic, code int) int {
	select {
	case crash := <-crashed:
		return p.internalError(crash)
	default:
		return code
	}
}

// guard makes exit code 1 of a panic.
func (p *Process) guard(main func() int) (code int) {
	defer func() {
		if value := recover(); value != nil {
			code = p.internalError(value)
		}
	}()
	return main()
}

// internalError says where a panic came from, and returns exit code 1: Go's own, 2, would mean that a secret is missing.
func (p *Process) internalError(value any) int {
	_, _ = fmt.Fprintf(p.Stderr, "zsv: internal error. Please report this, it is a bug of zsv:\n%s\n",
		parallel.StackOf(value))
	return exitError
}

// getenv returns the value of an environment variable, "" where it is not set.
func (p *Process) getenv(name string) string {
	return providers.Surroundings{Environ: p.Environ}.Getenv(name)
}

// logger writes to stderr. Its handler quotes control characters.
func (p *Process) logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(p.Stderr, &slog.HandlerOptions{Level: level, ReplaceAttr: nameTrace}))
}
