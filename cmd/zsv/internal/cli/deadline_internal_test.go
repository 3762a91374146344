package cli

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestDeadline(t *testing.T) {
	t.Parallel()
	d := newDeadline(time.Millisecond)
	<-d.Done()
	if err := d.Err(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("at the end of its time: %v", err)
	}
	d = newDeadline(time.Hour)
	if d.Err() != nil {
		t.Errorf("at once: %v", d.Err())
	}
	child, cancel := context.WithCancel(d)
	defer cancel()
	d.end(context.Canceled)
	<-child.Done()
	d.end(context.DeadlineExceeded)
	if !errors.Is(d.Err(), context.Canceled) || !errors.Is(child.Err(), context.Canceled) {
		t.Errorf("ended: %v, and its child: %v", d.Err(), child.Err())
	}
}

// While people are asked no time passes, and afterwards it goes on.
func TestDeadlinePaused(t *testing.T) {
	t.Parallel()
	d := newDeadline(time.Hour)
	d.lock.Lock()
	d.left = time.Microsecond // as if it were nearly over
	d.lock.Unlock()
	outer, inner := d.pause(), d.pause()
	inner()
	if d.Err() != nil {
		t.Errorf("while one is still asked: %v", d.Err())
	}
	outer()
	<-d.Done()
	if !errors.Is(d.Err(), context.DeadlineExceeded) {
		t.Errorf("afterwards: %v", d.Err())
	}
}
