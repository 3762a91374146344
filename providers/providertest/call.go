package providertest

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// A call records one call of Check: its answers, and where they break the rules on answering.
type call struct {
	level       providers.Level
	queries     []providers.Query
	breaksRules bool
	// linger holds each answer up for a moment, so that another one in the meantime is seen.
	linger time.Duration

	busy, returned atomic.Bool
	// unguarded is written without any lock: under -race, answers that merely do not follow from one another are found
	// even where they did not overlap.
	unguarded int

	lock     sync.Mutex
	answers  map[int]providers.Answer
	breaches []string
}

// take is the function that Check is given.
func (c *call) take(i int, answer providers.Answer) {
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

func (c *call) record(i int, answer providers.Answer) {
	if c.returned.Load() {
		c.note("query %d was answered after Check had returned", i)
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

func (c *call) note(format string, args ...any) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.breaches = append(c.breaches, fmt.Sprintf(format, args...))
}

// answer returns the answer to a query, and whether there was one.
func (c *call) answer(i int) (providers.Answer, bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	answer, ok := c.answers[i]
	return answer, ok
}

// report tells what broke the rules, each breach once.
func (c *call) report(t T) {
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
