package envfile

import (
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

const (
	// pause is how long a pipe is left alone after a reader was served, who has to find its end before the next one is
	// waited for. One who is slower finds the text twice, which sets the same variables.
	pause = 100 * time.Millisecond
	// patience is how long the end of serving is waited for.
	patience = time.Second
)

// A pipe is a named pipe that gives each reader the same text, one after the other. Who reads at the same time as another
// one shares it, as with any named pipe.
type pipe struct {
	path, text string
	stopping   chan struct{}
	ended      <-chan struct{}

	lock sync.Mutex
	open *os.File // to the reader that is being served
	over bool
}

func servePipe(path, text string) (stop func() error) {
	p := &pipe{path: path, text: text, stopping: make(chan struct{})}
	p.ended = parallel.Go(p.serve)
	return p.stop
}

// serve serves one reader after the other. That somebody puts something else in the pipe's place ends it.
func (p *pipe) serve() {
	for {
		file, err := os.OpenFile(p.path, os.O_WRONLY, 0) // waits for a reader
		if err != nil {
			return
		}
		p.write(file)
		_ = file.Close()
		select {
		case <-p.stopping:
			return
		case <-time.After(pause):
		}
	}
}

func (p *pipe) write(file *os.File) {
	info, err := file.Stat()
	if err == nil && info.Mode()&os.ModeNamedPipe != 0 && p.take(file) {
		_, _ = io.WriteString(file, p.text) // It fails where the reader has gone: there will be others.
	}
}

// take notes who is served, unless it is over.
func (p *pipe) take(file *os.File) bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.open = file
	return !p.over
}

// stop ends the serving: also of a reader who does not read on, and where nobody has come.
func (p *pipe) stop() error {
	close(p.stopping)
	p.lock.Lock()
	p.over = true
	if p.open != nil {
		_ = p.open.Close()
	}
	p.lock.Unlock()
	if last, err := os.OpenFile(p.path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
		defer func() { _ = last.Close() }()
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
	}
	return nil
}
