package connection

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// Waits between repetitions, where the server does not say how long.
const (
	firstWait = 250 * time.Millisecond
	longWait  = 4 * time.Second
)

// Pause waits for the time to repeat a request for the attempt'th time, from 0, and says whether to. The server may have
// asked for a wait (after). It gives up at once when that is longer than the context has left.
func Pause(ctx context.Context, attempt int, after time.Duration) bool {
	wait := min(firstWait<<min(attempt, 10), longWait)
	if after > 0 {
		wait = after
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

// RetryAfter returns how long the server wants its client to wait; 0 where it does not say.
func RetryAfter(response *http.Response) time.Duration {
	seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
