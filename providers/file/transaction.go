package file

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gofrs/flock"

	"github.com/zsv-dev/zsv/providers"
)

// patience is how long a store is waited for that someone else is writing.
const patience = 60 * time.Second

// The pauses between two attempts to get a lock, which the operating system does not announce.
const (
	shortestPause = 2 * time.Millisecond
	longestPause  = 25 * time.Millisecond
)

// A transaction changes a store so that no other writer comes between reading and writing it, and so that a crash leaves
// it as it was or as it was to become. It knows nothing of formats.
type transaction struct {
	store    string // as written, for people
	patience time.Duration
	tell     func(text string) // may be nil
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

// acquire waits for the lock.
func (x transaction) acquire(ctx context.Context, s *scratch) (*flock.Flock, error) {
	waiting, cancel := context.WithTimeout(ctx, x.patience)
	defer cancel()
	if err := s.prepare(); err != nil {
		return nil, err
	}
	for attempt := 0; ; attempt++ {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if held, err := s.tryLock(); held != nil || err != nil {
			return held, err
		}
		if attempt == 0 && x.tell != nil {
			x.tell(fmt.Sprintf("Another program is writing %s; zsv waits for it, for up to %s.", strconv.Quote(x.store),
				inWords(x.patience)))
		}
		select {
		case <-time.After(pause(attempt)):
		case <-waiting.Done():
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, x.tooLong()
		}
	}
}

func (x transaction) tooLong() error {
	return &providers.Error{Reason: providers.Timeout, Detail: fmt.Sprintf("another program has been writing %s for more than "+
		"%s; nothing was written: see which program that is, end it if it hangs, and try again", strconv.Quote(x.store),
		inWords(x.patience))}
}

// inWords returns a time as people say it.
func inWords(time time.Duration) string {
	if seconds := time.Seconds(); seconds >= 1 {
		return fmt.Sprintf("%.0f seconds", seconds)
	}
	return time.String()
}

// pause grows, and varies so that those who wait do not come all at once.
func pause(attempt int) time.Duration {
	longest := min(shortestPause<<min(attempt, 10), longestPause)
	return longest/2 + rand.N(longest/2) //nolint:gosec // no one gains by foreseeing it
}

// tryLock returns nil where someone else has the lock. Where someone has removed it, it is made again.
func (s *scratch) tryLock() (*flock.Flock, error) {
	// flock knows no os.Root. The file is there and is no link, and is not followed if it became one.
	path := filepath.Join(s.root.Name(), s.lockName())
	lock := flock.New(path, flock.SetFlag(os.O_RDWR|noFollow))
	held, err := lock.TryLock()
	switch {
	case isMissing(err): // someone removed the directory
		return nil, s.prepare()
	case err != nil || !held:
		return nil, err
	case !s.isInPlace(lock):
		return nil, errors.Join(lock.Unlock(), s.prepare())
	}
	return lock, nil
}

// isInPlace says whether a lock is still the one that others find: someone may have removed the directory, and then the
// next one locks another file.
func (s *scratch) isInPlace(lock *flock.Flock) bool {
	held, err := lock.Stat()
	found, foundErr := s.root.Lstat(s.lockName())
	return err == nil && foundErr == nil && os.SameFile(held, found)
}

var errReadOnly = errors.New("a file that its owner may not write")
