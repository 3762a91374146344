package providertest

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// A call records one call of Check or Fetch: its answers, and where they break the rules on answering.
type call[A any] struct {
	method      string
	queries     []providers.Query
	breaksRules bool
	// linger holds each answer up for a moment, so that another one in the meantime is seen.
	linger time.Duration

	busy, returned atomic.Bool
	// unguarded is written without any lock: under -race, answers that merely do not follow from one another are found
	// even where they did not overlap.
	unguarded int

	lock     sync.Mutex
	answers  map[int]A
	breaches []string
}

// newCall returns the recorder of a call that is given queries.
func newCall[A any](f *fixture, method string, queries []providers.Query) *call[A] {
	return &call[A]{method: method, queries: cloneQueries(queries), breaksRules: f.subject.breaksRules, answers: map[int]A{}}
}

// run makes the call, and notes what it did to the queries.
func (c *call[A]) run(f *fixture, queries []providers.Query, ask func() error) error {
	f.Helper()
	err := f.guard(c.method, ask)
	c.returned.Store(true)
	if !slices.EqualFunc(c.queries, queries, equalQueries) {
		c.note("%s changed the queries it was given", c.method)
	}
	if err != nil {
		f.searchError(err)
	}
	return err
}

// take is the function that the method is given.
func (c *call[A]) take(i int, answer A) {
	if !c.breaksRules {
		c.unguarded++
	}
	if !c.busy.CompareAndSwap(false, true) {
		c.note("answer was called concurrently")
	} else {
		defer c.busy.Store(false)
	}
	c.record(i, answer)
	time.Sleep(c.linger)
	runtime.Gosched()
}

func (c *call[A]) record(i int, answer A) {
	if c.returned.Load() {
		c.note("query %d was answered after %s had returned", i, c.method)
		return
	}
	if i < 0 || i >= len(c.queries) {
		c.note("answer was called with the index %d; there are %d queries", i, len(c.queries))
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if _, again := c.answers[i]; again {
		c.breaches = append(c.breaches, fmt.Sprintf("query %d was answered twice", i))
	}
	c.answers[i] = answer
}

func (c *call[A]) note(format string, args ...any) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.breaches = append(c.breaches, fmt.Sprintf(format, args...))
}

// answer returns the answer to a query, and whether there was one.
func (c *call[A]) answer(i int) (A, bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	answer, ok := c.answers[i]
	return answer, ok
}

// all returns the answers that came, by the index of their query.
func (c *call[A]) all() map[int]A {
	c.lock.Lock()
	defer c.lock.Unlock()
	return maps.Clone(c.answers)
}

// report tells what broke the rules, each breach once.
func (c *call[A]) report(t T) {
	t.Helper()
	c.lock.Lock()
	defer c.lock.Unlock()
	told := map[string]bool{}
	for _, breach := range c.breaches {
		if !told[breach] {
			t.Errorf("%s", breach)
			told[breach] = true
		}
	}
}
