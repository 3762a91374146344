package pluginwire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/program"
)

const (
	// patience is how long a process may take to exit when its standard input has ended.
	patience = 500 * time.Millisecond
	// aftermath is how long what a process wrote is waited for once it has exited. Others may keep its pipes open for ever.
	aftermath = 250 * time.Millisecond
	// soon is how long a pipe is looked into for what may be in it already.
	soon = 20 * time.Millisecond
	// longestAnswer is the most that one answer may have.
	longestAnswer = 16 << 20
)

// A Process is a program that runs. Its methods are for one goroutine at a time, but for Kill and Close.
type Process struct {
	source  Program
	running *program.Process
	stdin   *os.File
	unread  *os.File // the other end of stdin
	stdout  *os.File
	stderr  *tail

	// chunks are what it writes, in pieces; closed at the end.
	chunks chan []byte
	// pending is what was read beyond the last line.
	pending []byte
	exited  chan struct{}
	// abandoned is closed when nobody wants its output any more.
	abandoned        chan struct{}
	closing, leaving sync.Once
}

func newProcess(source Program, running *program.Process, pipes pipes) *Process {
	p := &Process{source: source, running: running, stdin: pipes.stdin.write, unread: pipes.stdin.read, stdout: pipes.stdout.read,
		stderr: newTail(pipes.stderr.read), chunks: make(chan []byte), exited: make(chan struct{}), abandoned: make(chan struct{})}
	source.log().Debug("plugin: started", "program", source.String(), "pid", running.PID())
	parallel.Go(p.stderr.drain)
	parallel.Go(p.read)
	parallel.Go(p.wait)
	return p
}

// read reads standard output to its end, as fast as it is wanted.
func (p *Process) read() {
	defer func() {
		_ = p.stdout.Close()
		close(p.chunks)
	}()
	buffer, isLate := make([]byte, 64<<10), false
	for {
		n, err := p.stdout.Read(buffer)
		if n > 0 && !p.hand(bytes.Clone(buffer[:n])) {
			return
		}
		clear(buffer[:n])
		switch {
		case err == nil:
			isLate = false
		case errors.Is(err, os.ErrDeadlineExceeded) && !isLate: // What is in the pipe already counts.
			isLate = true
			_ = p.stdout.SetReadDeadline(time.Now().Add(soon))
		default:
			return
		}
	}
}

// hand hands on what was read. It says whether anybody wants more.
func (p *Process) hand(chunk []byte) bool {
	select {
	case p.chunks <- chunk:
		return true
	case <-p.abandoned:
		return false
	}
}

// wait waits for its end, and ends what it has left behind.
func (p *Process) wait() {
	p.running.Wait()
	p.running.KillRest()
	close(p.exited)
	p.source.log().Debug("plugin: ended", "program", p.source.String(), "how", p.running.How())
	readUntil(p.stdout, aftermath)
	readUntil(p.stderr.from, aftermath)
}

// readUntil has the reading of a pipe end after a while, though others may still write into it.
func readUntil(pipe *os.File, within time.Duration) {
	if pipe.SetReadDeadline(time.Now().Add(within)) != nil { // There are no deadlines on this system, or it is closed.
		time.AfterFunc(within, func() { _ = pipe.Close() })
	}
}

// Send writes a line. It returns when all of it is in the pipe, or when ctx ends.
func (p *Process) Send(ctx context.Context, line []byte) error {
	select {
	case outcome := <-p.send(line):
		return outcome.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// sent is what became of writing a line.
type sent struct {
	n   int
	err error
}

// send begins to write, and returns where the outcome will be. What is written belongs to it until then.
func (p *Process) send(line []byte) <-chan sent {
	done := make(chan sent, 1)
	parallel.Go(func() {
		n, err := p.stdin.Write(line)
		done <- sent{n, err}
	})
	return done
}

// tookNothing says whether a process that has exited read nothing of what was written: all of it is in the pipe still, whose
// other end zsv has kept, too.
func (p *Process) tookNothing(sending <-chan sent) bool {
	if !p.hasExited(aftermath) {
		return false
	}
	written := make(chan sent, 1)
	parallel.Go(func() { // which the reading below makes room for
		written <- <-sending
		p.CloseInput()
	})
	left, err := io.Copy(io.Discard, p.unread)
	return err == nil && left == int64((<-written).n)
}

// The errors of Receive, beside that of the context.
var (
	errEnd     = io.EOF
	errTooLong = errors.New("the line is too long")
)

// Receive returns the next line that the process writes, without the newline. The error is io.EOF where its output ends, with
// what there was before it; that of the context; or one that says that the line is too long.
func (p *Process) Receive(ctx context.Context) ([]byte, error) {
	searched := 0
	for {
		if end := bytes.IndexByte(p.pending[searched:], '\n'); end >= 0 {
			line := p.pending[:searched+end]
			p.pending = p.pending[searched+end+1:]
			if len(line) > longestAnswer {
				return nil, errTooLong
			}
			return line, nil
		}
		if searched = len(p.pending); searched > longestAnswer {
			return nil, errTooLong
		}
		select {
		case chunk, ok := <-p.chunks:
			if !ok {
				return p.pending, errEnd
			}
			p.pending = append(p.pending, chunk...)
			clear(chunk)
		case <-ctx.Done():
			return p.pending, context.Cause(ctx)
		}
	}
}

// Unasked says whether the process has written something beyond the lines that were received. It waits for that as long as
// given, and not beyond its end.
func (p *Process) Unasked(wait time.Duration) bool {
	if len(p.pending) > 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case chunk := <-p.chunks: // nil at the end
		p.pending = append(p.pending, chunk...)
		return len(p.pending) > 0
	default:
	}
	select {
	case chunk := <-p.chunks:
		p.pending = append(p.pending, chunk...)
	case <-timer.C:
	}
	return len(p.pending) > 0
}

// Exited is closed when the process has ended.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// hasExited says whether it ends within a time.
func (p *Process) hasExited(within time.Duration) bool {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-p.exited:
		return true
	case <-timer.C:
		return false
	}
}

// Kill ends the process, and what it has started, at once.
func (p *Process) Kill() {
	select {
	case <-p.exited: // Its number may be another's by now.
	default:
		p.running.Kill()
	}
	p.leave()
}

// leave lets its output be.
func (p *Process) leave() {
	p.leaving.Do(func() {
		close(p.abandoned)
		_ = p.unread.Close()
		parallel.Go(p.CloseInput) // On some systems that waits for what is being written.
	})
}

// isAbandoned says whether it was ended by us.
func (p *Process) isAbandoned() bool {
	select {
	case <-p.abandoned:
		return true
	default:
		return false
	}
}

// CloseInput ends its standard input, at which it must exit.
func (p *Process) CloseInput() { p.closing.Do(func() { _ = p.stdin.Close() }) }

// Close ends the process: it may exit by itself, for a moment. It says whether it did.
func (p *Process) Close() (byItself bool) {
	p.CloseInput()
	byItself = p.hasExited(patience)
	p.Kill()
	return byItself
}

// Stderr returns the end of what the process wrote to standard error.
func (p *Process) Stderr() string { return p.stderr.text(aftermath) }

// how says how the process ended, as a clause behind its name, if it did.
func (p *Process) how() string {
	if !p.hasExited(aftermath) {
		return "closed its standard output"
	}
	return p.running.How()
}
