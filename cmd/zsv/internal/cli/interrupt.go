package cli

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// interrupts decide what it means that the user interrupts: it ends what is under way, where something is that can be
// ended in order; else, and the second time, it abandons the run. Once a command has been started, that is up to it.
type interrupts struct {
	listening sync.Once
	signals   chan os.Signal
	lock      sync.Mutex
	end       func()    // what is under way; nil where nothing is
	ended     bool      // an interrupt has ended it
	write     *deadline // of the write under way; nil where there is none
	happened  bool      // the user has interrupted
	farewell  string    // what is said of a run that is abandoned
	take      func(os.Signal)
	abandon   sync.Once
}

// listen begins to take the user's signals, and goes on to the end of the run.
func (r *invocation) listen() {
	r.interrupts.listening.Do(func() {
		const many = 64 // more than come while one is dealt with: what finds no room is lost
		r.interrupts.signals = make(chan os.Signal, many)
		notify(r.interrupts.signals, []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT})
		parallel.Go(func() {
			defer signal.Stop(r.interrupts.signals)
			for {
				select {
				case s := <-r.interrupts.signals:
					r.signalled(s)
				case <-r.ended:
					return
				}
			}
		})
	})
}

// notify asks for signals, but for those that zsv was started to ignore, as a script's command in the background is: they
// mean others.
func notify(to chan<- os.Signal, signals []os.Signal) {
	if wanted := slices.DeleteFunc(slices.Clone(signals), signal.Ignored); len(wanted) > 0 {
		signal.Notify(to, wanted...)
	}
}

// handOver has all further signals taken by take, also those that zsv does not care for itself. Each signal has one taker:
// either zsv, and then the user has interrupted and handOver says no, or take.
func (r *invocation) handOver(signals []os.Signal, take func(os.Signal)) bool {
	r.listen()
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	if r.interrupts.happened {
		return false
	}
	r.interrupts.take = take
	notify(r.interrupts.signals, signals)
	return true
}

// signalled gives a signal to its taker, or takes it for an interrupt: that ends what is under way, or abandons the run.
func (r *invocation) signalled(s os.Signal) {
	r.interrupts.lock.Lock()
	end, take := r.interrupts.end, r.interrupts.take
	r.interrupts.end, r.interrupts.happened = nil, take == nil
	r.interrupts.ended = r.interrupts.ended || take == nil && end != nil
	r.interrupts.lock.Unlock()
	if take != nil {
		take(s)
		return
	}
	if end != nil {
		end()
		return
	}
	r.interrupts.abandon.Do(func() { close(r.abandoned) })
}

// underWay says that an interrupt ends something, until over is called, which says whether one has.
func (r *invocation) underWay(end func()) (over func() (interrupted bool)) {
	r.listen()
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	r.interrupts.end, r.interrupts.ended = end, false
	return func() bool {
		r.interrupts.lock.Lock()
		defer r.interrupts.lock.Unlock()
		r.interrupts.end, r.interrupts.write = nil, nil
		return r.interrupts.ended
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

// writing returns the context for one write. It outlasts an interrupt: a write that is under way comes to its end, so that
// it is known what was saved. stop says whether there was one.
func (r *invocation) writing(timeout time.Duration) (ctx context.Context, stop func() (interrupted bool)) {
	d := newDeadline(timeout)
	over := r.underWay(func() {
		r.tell("\nInterrupted: waiting for the write under way to end. Interrupt again to stop at once.\n")
	})
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	r.interrupts.write = d
	return d, func() bool {
		d.end(context.Canceled)
		return over()
	}
}

// atPrompt says that people are asked in the middle of something, until asked is called: the time of a write does not pass
// meanwhile, and an interrupt abandons the run, as at every prompt.
func (r *invocation) atPrompt() (asked func()) {
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	end, write := r.interrupts.end, r.interrupts.write
	r.interrupts.end = nil
	resume := func() {}
	if write != nil {
		resume = write.pause()
	}
	return func() {
		resume()
		r.interrupts.lock.Lock()
		defer r.interrupts.lock.Unlock()
		r.interrupts.end = end
	}
}

// farewell sets what is said where the run is abandoned from now on.
func (r *invocation) farewell(text string) {
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	r.interrupts.farewell = text
}

// sayFarewell says it, on a line of its own.
func (r *invocation) sayFarewell() {
	r.interrupts.lock.Lock()
	defer r.interrupts.lock.Unlock()
	if r.StderrTerminal.Is {
		r.tell("\n")
	}
	if r.interrupts.farewell != "" {
		r.tellLine("%s", r.interrupts.farewell)
	}
}
