package vault

import (
	"context"
	"time"
)

// Waits between repetitions, where the server does not say how long.
const (
	firstWait = 250 * time.Millisecond
	longWait  = 4 * time.Second
)

// again waits for the time to repeat a request and says whether to. It gives up at once when the server wants a longer
// wait than the context has left.
func (c *client) again(ctx context.Context, f *failure, attempt int) bool {
	if !f.passing || attempt >= c.repetitions {
		return false
	}
	wait := min(firstWait<<min(attempt, 10), longWait)
	if f.after > 0 {
		wait = f.after
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
