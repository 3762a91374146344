package file

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/gofrs/flock"

	"github.com/zsv-dev/zsv/providers"
)

// patience is how long a store is waited for that someone else is writing.
const patience = 60 * time.Second

// worthTelling is how long a store is waited for without a word: most writers are done by then.
const worthTelling = time.Second

// The pauses between two attempts to get a lock, which the operating system does not announce.
const (
	shortestPause = 2 * time.Millisecond
	longestPause  = 25 * time.Millisecond
)

// A transaction changes a store so that no other writer comes between reading and writing it, and so that a crash leaves
// it as it was or as it was to become. It knows nothing of formats.
type transaction struct {
	store        string // as written, for people
	patience     time.Duration
	worthTelling time.Duration
	tell         func(text string) // may be nil
}

// hold calls work while no one else, in this process or another one, holds the same store.
func (x transaction) hold(ctx context.Context, s *scratch, work func() error) error {
	held, err := x.acquire(ctx, s)
	if err != nil {
		return err
	}
	defer held.Unlock() //nolint:errcheck // closing the file, which the process's end does as well, unlocks it too
	s.clear()
	return work()
}

// acquire waits for the lock. While it does, nothing is written, so that the end of the time is another writer's doing.
func (x transaction) acquire(ctx context.Context, s *scratch) (*flock.Flock, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	waiting, cancel := context.WithTimeout(ctx, x.patience)
	defer cancel()
	begun, told := time.Now(), false
	for attempt := 0; ; attempt++ {
		held, err := s.tryLock()
		switch waited := time.Since(begun); {
		case held != nil:
			return held, nil
		case errors.Is(err, errLockRemoved): // by no writer: there is none to tell of
		case err != nil:
			return nil, err
		case !told && waited >= x.worthTelling:
			told = true
			x.tellOfWaiting(ctx)
		}
		select {
		case <-time.After(pause(attempt)):
		case <-waiting.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return nil, ctx.Err()
			}
			return nil, x.tooLong(time.Since(begun))
		}
	}
}

// tellOfWaiting says that a store is waited for, and for how long at most.
func (x transaction) tellOfWaiting(ctx context.Context) {
	longest := x.patience
	if end, ends := ctx.Deadline(); ends {
		longest = min(longest, time.Until(end))
	}
	if x.tell != nil {
		x.tell(fmt.Sprintf("Another program is writing %s; zsv waits for it, for up to %s.", strconv.Quote(x.store),
			inWords(longest)))
	}
}

func (x transaction) tooLong(waited time.Duration) error {
	return &providers.Error{Reason: providers.Busy, Detail: fmt.Sprintf("another program has been writing %s for %s; "+
		"nothing was written: see which program that is, end it if it hangs, and try again", strconv.Quote(x.store),
		inWords(waited))}
}

// inWords returns a time as people say it.
func inWords(length time.Duration) string {
	switch seconds := length.Round(time.Second); {
	case seconds > time.Second:
		return fmt.Sprintf("%.0f seconds", seconds.Seconds())
	case seconds == time.Second:
		return "1 second"
	default:
		return length.Round(time.Millisecond).String()
	}
}

// pause grows, and varies so that those who wait do not come all at once.
func pause(attempt int) time.Duration {
	longest := min(shortestPause<<min(attempt, 10), longestPause)
	return longest/2 + rand.N(longest/2) //nolint:gosec // no one gains by foreseeing it
}
