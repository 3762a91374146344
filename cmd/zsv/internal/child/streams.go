package child

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

const (
	// grace is how long the output of processes is copied that the command left behind.
	grace = time.Second
	// soon is how long a pipe is looked into for what may be in it already.
	soon = 20 * time.Millisecond
	// capacity is more than pipes hold; a Linux pipe can be made to hold this much.
	capacity = 1 << 20
)

// streams are the pipes behind the output of a command.
type streams []*pipe

// connect gives a command its streams.
func (c *Command) connect(cmd *exec.Cmd) (all streams, err error) {
	if err := c.connectInput(cmd); err != nil {
		return nil, err
	}
	if cmd.Stdout, err = all.stream(c.Stdout); err != nil {
		return nil, err
	}
	if c.Stderr == c.Stdout {
		cmd.Stderr = cmd.Stdout
		return all, nil
	}
	if cmd.Stderr, err = all.stream(c.Stderr); err != nil {
		all.close()
		return nil, err
	}
	return all, nil
}

// connectInput gives a command its standard input. What is no file is copied, until either side has had enough.
func (c *Command) connectInput(cmd *exec.Cmd) error {
	if _, ok := c.Stdin.(*os.File); ok || c.Stdin == nil {
		cmd.Stdin = c.Stdin
		return nil
	}
	to, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	parallel.Go(func() {
		_, _ = io.Copy(to, c.Stdin)
		_ = to.Close()
	})
	return nil
}

// stream returns what a command writes into that is to reach a writer.
func (s *streams) stream(to io.Writer) (*os.File, error) {
	if file, ok := to.(*os.File); ok {
		return file, nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	*s = append(*s, &pipe{read: read, write: write, to: to})
	return write, nil
}

// close closes the pipes of a command that was not started.
func (s streams) close() {
	for _, p := range s {
		_ = errors.Join(p.read.Close(), p.write.Close())
	}
}

// copy begins to copy, once the command has the other ends.
func (s streams) copy() {
	for _, p := range s {
		_ = p.write.Close()
		p.done = parallel.Go(p.copy)
	}
}

// finish returns when all that is to be copied is copied, or when nobody wants to wait for that. The error is a writer's.
func (s streams) finish(impatient <-chan struct{}) error {
	var all error
	for _, p := range s {
		all = errors.Join(all, p.finish(impatient))
	}
	return all
}

// A pipe leads from a command to a writer.
type pipe struct {
	read, write *os.File
	to          io.Writer
	done        <-chan struct{} // nil until it is copied
	err         error           // of the writer; to be looked at when done
}

// copy copies to the end, or to the deadline and then what is in the pipe. Where the writer fails, the command learns it
// as if it had written there itself: nobody reads what it writes.
func (p *pipe) copy() {
	defer func() { _ = p.read.Close() }()
	to := &noting{to: p.to, err: &p.err}
	if _, err := io.Copy(to, p.read); errors.Is(err, os.ErrDeadlineExceeded) && p.err == nil {
		p.drain(to)
	}
}

// drain copies what is in the pipe: whoever reads on the other side may have been slower than the command.
func (p *pipe) drain(to io.Writer) {
	buffer := make([]byte, 32<<10)
	for left := capacity; left > 0; {
		_ = p.read.SetReadDeadline(time.Now().Add(soon))
		n, err := p.read.Read(buffer)
		if _, writeErr := to.Write(buffer[:n]); err != nil || writeErr != nil {
			return
		}
		left -= n
	}
}

// noting notes the error of a writer, to tell it from the reader's.
type noting struct {
	to  io.Writer
	err *error
}

// Write writes to the writer.
func (w *noting) Write(text []byte) (int, error) {
	n, err := w.to.Write(text)
	*w.err = err
	return n, err
}

func (p *pipe) finish(impatient <-chan struct{}) error {
	var patience <-chan time.Time
	if p.read.SetReadDeadline(time.Now().Add(grace)) != nil { // No deadlines on this system: leave the pipe to itself.
		patience = time.After(grace)
	}
	select {
	case <-p.done:
		return p.err
	case <-patience:
	case <-impatient:
	}
	return nil
}
