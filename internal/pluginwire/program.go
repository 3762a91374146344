package pluginwire

import (
	"context"
	"log/slog"
	"os"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/shell"
)

// A Program is an external program and all that it is started with.
type Program struct {
	// Path is the absolute path of the file that is executed; Args are its arguments, without its name.
	Path string
	Args []string
	// Environ is its whole environment.
	Environ []string
	// Log takes what is done with it, and what it writes to standard error. nil: nobody listens.
	Log *slog.Logger
}

// String returns the command line as a shell takes it.
func (p Program) String() string {
	text := shell.Quote(p.Path)
	for _, argument := range p.Args {
		text += " " + shell.Quote(argument)
	}
	return Plain(text)
}

// GoString returns the same: the environment may hold credentials.
func (p Program) GoString() string { return p.String() }

// Screen takes out of a text of the program's what its environment holds and must not be shown.
func (p Program) Screen(text string) string { return new(memory).screen(p.Environ, text) }

// Find returns the program itself.
func (p Program) Find() (Program, error) { return p, nil }

func (p Program) log() *slog.Logger {
	if p.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Log
}

// Start starts the program in the root directory of the file system, without a shell. The error says why not, as a clause.
func (p Program) Start(ctx context.Context) (*Process, error) {
	var pipes pipes
	if err := pipes.open(); err != nil {
		return nil, err
	}
	command := program.Command{Path: p.Path, Args: p.Args, Environ: p.Environ}
	process, err := command.Start(ctx, pipes.stdin.read, pipes.stdout.write, pipes.stderr.write)
	if err != nil {
		pipes.close()
		return nil, err
	}
	pipes.closeTheirs()
	return newProcess(p, process, pipes), nil
}

// pipes are the three streams of a process.
type pipes struct{ stdin, stdout, stderr pipe }

type pipe struct{ read, write *os.File }

func (p *pipes) open() (err error) {
	for _, one := range p.all() {
		if one.read, one.write, err = os.Pipe(); err != nil {
			p.close()
			return err
		}
	}
	return nil
}

func (p *pipes) all() []*pipe { return []*pipe{&p.stdin, &p.stdout, &p.stderr} }

// close closes both ends of those that are open.
func (p *pipes) close() {
	for _, one := range p.all() {
		_, _ = one.read.Close(), one.write.Close() // which of a nil file is an error, and nothing else
	}
}

// closeTheirs closes the ends that the process writes to.
func (p *pipes) closeTheirs() { _, _ = p.stdout.write.Close(), p.stderr.write.Close() }
