package file

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/zsv-dev/zsv/providers"
)

// locks are where the stores of these tests have theirs.
var locks = map[string]string{"s.yaml": ".zsv/s.yaml.lock", "d": "d/.zsv/directory.lock"}

// lockedStore returns a store that has the key "a", and its lock, which another writer holds. told is what people are
// told.
func lockedStore(t *testing.T, path string) (checker providers.Checker, lock *flock.Flock, told func() []string) {
	t.Helper()
	dir := t.TempDir()
	checker = newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
	_, err := writeTo(t, checker, settingKey("a", "x"))
	must(t, err)
	lock = flock.New(filepath.Join(dir, locks[path]))
	must(t, lock.Lock())
	t.Cleanup(func() { must(t, lock.Unlock()) })
	return checker, lock, listen(within(checker))
}

// listen collects what people are told.
func listen(c *checker) func() []string {
	var (
		lock sync.Mutex
		told []string
	)
	c.tell = func(text string) {
		lock.Lock()
		defer lock.Unlock()
		told = append(told, text)
	}
	return func() []string {
		lock.Lock()
		defer lock.Unlock()
		return told
	}
}

// A locked store is waited for, with a word about it, and not longer than zsv has patience.
func TestALockedStore(t *testing.T) {
	t.Parallel()
	for path := range locks {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			checker, lock, told := lockedStore(t, path)
			within(checker).patience, within(checker).worthTelling = 30*time.Millisecond, 0
			wantBusy(t, checker, t.Context(), path)
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			within(checker).patience = patience // longer than the context lasts
			wantBusy(t, checker, ctx, path)
			within(checker).worthTelling = patience
			stopped, stop := context.WithCancel(t.Context())
			time.AfterFunc(10*time.Millisecond, stop)
			if _, err := checker.(providers.Writer).Write(stopped, settingKey("a", "y")); !errors.Is(err, context.Canceled) {
				t.Errorf("a write that is stopped gives %s", refusal(err))
			}
			must(t, lock.Unlock())
			_, err := writeTo(t, checker, settingKey("a", "y"))
			must(t, err)
			want := fmt.Sprintf("Another program is writing %q; zsv waits for it, for up to ", path)
			if got := told(); len(got) != 2 || got[0] != want+"30ms." || !strings.HasPrefix(got[1], want) {
				t.Errorf("people were told %q", got)
			}
		})
	}
}

// wantBusy demands that a write gives up on the lock, with how long it waited, and says that it wrote nothing.
func wantBusy(t *testing.T, checker providers.Checker, ctx context.Context, path string) { //nolint:revive // t comes first
	t.Helper()
	_, err := checker.(providers.Writer).Write(ctx, settingKey("a", "z"))
	wantRefused(t, err, providers.Busy, "; nothing was written: ",
		fmt.Sprintf("another program has been writing %q for ", path))
}

// A moment of waiting is not worth a word.
func TestAShortWaitIsNotTold(t *testing.T) {
	t.Parallel()
	checker, _, told := lockedStore(t, "s.yaml")
	within(checker).patience, within(checker).worthTelling = 30*time.Millisecond, time.Hour
	wantBusy(t, checker, t.Context(), "s.yaml")
	if got := told(); len(got) > 0 {
		t.Errorf("people were told %q", got)
	}
}

// A lock that is not where others look for it is made again, and is not taken for another writer's.
func TestTheLockIsMadeAgain(t *testing.T) {
	t.Parallel()
	root, err := os.OpenRoot(t.TempDir())
	must(t, err)
	defer root.Close()
	s := newScratch(root, ".", "s.yaml")
	if held, err := s.tryLock(); held != nil || !errors.Is(err, errLockRemoved) {
		t.Errorf("without a directory a try gives %v, %v", held, err)
	}
	held, err := s.tryLock()
	must(t, err)
	if other, err := s.tryLock(); other != nil || err != nil {
		t.Errorf("while it is held a try gives %v, %v", other, err)
	}
	must(t, held.Unlock())
}

// Someone who cleans up removes the directory with the lock: whoever waits makes another one.
func TestTheScratchIsRemoved(t *testing.T) {
	t.Parallel()
	checker, _, _ := lockedStore(t, "s.yaml")
	dir := within(checker).trust.dir
	within(checker).worthTelling = 0
	within(checker).tell = func(string) {
		must(t, os.RemoveAll(filepath.Join(dir, scratchName)))
	}
	_, err := writeTo(t, checker, settingKey("a", "y"))
	if err != nil || fetched(t, checker, "a") != "y" {
		t.Errorf("a write gives %s", refusal(err))
	}
	if got := contentOf(t, filepath.Join(dir, ".zsv/.gitignore")); got != "*\n!/secrets.age\n" {
		t.Errorf("git is to ignore %q", got)
	}
}
