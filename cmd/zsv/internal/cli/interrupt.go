package cli

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// interrupts decide what it means that the user interrupts: it ends what is under way, where something is that can be
// ended in order; else, and the second time, it abandons the run.
type interrupts struct {
	listening sync.Once
	lock      sync.Mutex
	end       func() // what is under way; nil where nothing is
	abandon   sync.Once
}

// listen begins to take the user's signals, and goes on to the end of the run.
func (r *invocation) listen() {
	r.interrupts.listening.Do(func() {
		signals := make(chan os.Signal, 2)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
		go func() {
			defer signal.Stop(signals)
			for {
				select {
				case <-signals:
					r.interrupted()
				case <-r.ended:
					return
				}
			}
		}()
	})
}

// interrupted ends what is under way, or abandons the run.
func (r *invocation) interrupted() {
	r.interrupts.lock.Lock()
	end := r.interrupts.end
	r.interrupts.end = nil
	r.interrupts.lock.Unlock()
	if end != nil {
		end()
		return
	}
	r.interrupts.abandon.Do(func() { close(r.abandoned) })
}

// underWay says that an interrupt ends something, until over is called.
func (r *invocation) underWay(end func()) (over func()) {
	r.listen()
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	r.interrupts.end = end
	return func() {
		r.interrupts.lock.Lock()
		defer r.interrupts.lock.Unlock()
		r.interrupts.end = nil
	}
}

// checking returns the context for asking stores. It ends when the time is up or when the user interrupts; what is known
// by then is reported. Who interrupts once more, or after stop, while the report is written, abandons the run.
func (r *invocation) checking(timeout time.Duration) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	over := r.underWay(cancel)
	return ctx, func() {
		over()
		cancel()
	}
}
