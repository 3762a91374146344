package cli

import (
	"context"
	"sync"
	"time"
)

// A deadline is a context whose time does not pass while people are asked: --timeout is about stores.
type deadline struct {
	context.Context // of the values

	lock   sync.Mutex
	done   chan struct{}
	err    error // nil until done is closed
	timer  *time.Timer
	left   time.Duration // when the timer was started
	start  time.Time
	paused int // how many ask people at the moment
}

func newDeadline(timeout time.Duration) *deadline {
	d := &deadline{Context: context.Background(), done: make(chan struct{}), left: timeout, start: time.Now()}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.timer = time.AfterFunc(timeout, func() { d.end(context.DeadlineExceeded) })
	return d
}

// Done is closed when the time is up, or by end.
func (d *deadline) Done() <-chan struct{} { return d.done }

// Deadline says when the time is up, unless people are asked.
func (d *deadline) Deadline() (time.Time, bool) {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.start.Add(d.left), d.paused == 0
}

// Err says which of the two it was, nil before.
func (d *deadline) Err() error {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.err
}

// end ends the context, once.
func (d *deadline) end(err error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.timer.Stop()
	if d.err == nil {
		d.err = err
		close(d.done)
	}
}

// pause stops the clock until resume is called.
func (d *deadline) pause() (resume func()) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.paused++; d.paused == 1 && d.timer.Stop() {
		d.left -= time.Since(d.start)
	}
	return func() {
		d.lock.Lock()
		defer d.lock.Unlock()
		if d.paused--; d.paused == 0 && d.err == nil {
			d.start = time.Now()
			d.timer.Reset(max(d.left, 0))
		}
	}
}
