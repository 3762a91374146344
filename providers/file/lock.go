package file

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// lockName returns the path of the lock's file, which stays: one that is removed can be locked by two.
func (s *scratch) lockName() string { return filepath.Join(s.dir, s.store+".lock") }

// errLockRemoved is about a lock that someone has removed, with its directory. It is there again: try it once more.
var errLockRemoved = errors.New("the file of the lock was removed")

// tryLock returns nil where someone else has the lock.
func (s *scratch) tryLock() (*flock.Flock, error) {
	// flock knows no os.Root. The file is there and is no link, and is not followed if it became one.
	path := filepath.Join(s.root.Name(), s.lockName())
	lock := flock.New(path, flock.SetFlag(os.O_RDWR|noFollow))
	held, err := lock.TryLock()
	switch {
	case isMissing(err):
		return nil, cmp.Or(s.prepare(), errLockRemoved)
	case err != nil || !held:
		return nil, err
	case !s.isInPlace(lock):
		return nil, cmp.Or(errors.Join(lock.Unlock(), s.prepare()), errLockRemoved)
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
