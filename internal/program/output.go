package program

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// An output is one of the streams that a process writes to, read to its end.
type output struct {
	kept bounded
	read *os.File
	done <-chan struct{}
}

// outputs are standard output and standard error.
type outputs [2]output

// open makes the pipes, and returns the ends that are for the process.
func (o *outputs) open() (writers [2]*os.File, err error) {
	for i := range o {
		if o[i].read, writers[i], err = os.Pipe(); err != nil {
			o.close()
			_ = writers[0].Close() // which of a nil file is an error, and nothing else
			return writers, err
		}
	}
	return writers, nil
}

// drain reads both streams until their ends.
func (o *outputs) drain() {
	for i := range o {
		o[i].done = parallel.Go(func() {
			_, _ = io.Copy(&o[i].kept, o[i].read) // An error is an end.
		})
	}
}

// await waits for the ends, and says whether both have come: not if ctx ends first, or if others hold the pipes open.
func (o *outputs) await(ctx context.Context) bool {
	timer := time.NewTimer(aftermath)
	defer timer.Stop()
	for i := range o {
		select {
		case <-o[i].done:
		case <-ctx.Done():
			return false
		case <-timer.C:
			return false
		}
	}
	return true
}

// close stops reading.
func (o *outputs) close() {
	for i := range o {
		_ = o[i].read.Close()
	}
}

// A bounded writer keeps the beginning of what is written, and says once that there is more.
type bounded struct {
	most     int
	exceeded func()
	text     bytes.Buffer
	over     bool
}

// Write takes all and keeps what there is room for, so that nobody hangs who writes much.
func (b *bounded) Write(text []byte) (int, error) {
	room := b.most - b.text.Len()
	b.text.Write(text[:min(len(text), room)])
	if len(text) > room && !b.over {
		b.over = true
		b.exceeded()
	}
	return len(text), nil
}
