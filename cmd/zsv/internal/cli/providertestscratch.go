package cli

import (
	"os"
	"sync"
)

// A scratch is a temporary directory that goes away with the run, also with one that is abandoned.
type scratch struct {
	lock sync.Mutex
	path string
}

// make returns it.
func (s *scratch) make() (string, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	path, err := os.MkdirTemp("", "zsv-provider-test-")
	s.path = path
	return path, err
}

// clear removes it, if there is one. Who works in it may be about to write into what is removed, so that is done once more.
func (s *scratch) clear() {
	s.lock.Lock()
	defer s.lock.Unlock()
	for attempts := 3; s.path != "" && attempts > 0; attempts-- {
		if os.RemoveAll(s.path) == nil {
			s.path = ""
		}
	}
}
