package pluginwire

import (
	"bytes"
	"os"
	"sync"
	"time"
)

// tailSize is how much of the end of standard error is kept.
const tailSize = 4 << 10

// A tail keeps the end of what is written to standard error. All of it is read, so that nobody hangs who writes much.
type tail struct {
	from *os.File
	done chan struct{}

	lock sync.Mutex
	kept []byte
	// isCut says that there was more before.
	isCut bool
}

func newTail(from *os.File) *tail { return &tail{from: from, done: make(chan struct{})} }

func (t *tail) drain() {
	defer close(t.done)
	buffer := make([]byte, 16<<10)
	for {
		n, err := t.from.Read(buffer)
		t.add(buffer[:n])
		if err != nil {
			_ = t.from.Close()
			return
		}
	}
}

func (t *tail) add(text []byte) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.kept = append(t.kept, text...)
	if excess := len(t.kept) - tailSize; excess > 0 {
		t.kept = append(t.kept[:0], t.kept[excess:]...)
		t.isCut = true
	}
}

// text returns what was kept, in whole lines: of one that is cut, nobody knows what it is the end of. The end is waited for, if
// it comes within a time.
func (t *tail) text(within time.Duration) string {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-t.done:
	case <-timer.C:
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.isCut {
		_, whole, _ := bytes.Cut(t.kept, []byte("\n"))
		return string(whole)
	}
	return string(t.kept)
}
