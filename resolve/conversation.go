package resolve

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// grace is how long a provider may take to come back once its time is up. What it answers until then counts.
const grace = 250 * time.Millisecond

// A conversation is one batch of queries to one provider, with the answers so far. Nothing the provider does can make
// more of them than it said: answers to queries that are not there, second answers and late ones do not count.
type conversation[A any] struct {
	provider string // its address
	log      *slog.Logger
	// ask puts the queries to the provider, which answers by calling accept.
	ask func(ctx context.Context, accept func(i int, answer A)) error

	lock     sync.Mutex
	closed   bool
	broken   bool // the provider panicked or answered against its contract; fixed once closed
	returned bool // it came back before the conversation was closed
	answers  []A
	answered []bool
	failure  error // why there are queries without an answer
}

func newConversation[A any](s *store, log *slog.Logger, queries int,
	ask func(ctx context.Context, accept func(i int, answer A)) error) *conversation[A] {
	return &conversation[A]{provider: s.address, log: log, ask: ask, answers: make([]A, queries),
		answered: make([]bool, queries)}
}

// hold asks the provider and returns when it is done, or soon after ctx is. Only then may the answers be looked at.
func (c *conversation[A]) hold(ctx context.Context) {
	done := make(chan error, 1)
	parallel.Go(func() { done <- c.guard(ctx) })
	var err error
	select {
	case err = <-done:
		c.returned = true
	case <-ctx.Done():
		err = c.awaitReturn(done)
	}
	if err == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	c.close(err)
}

// awaitReturn gives the provider a moment to come back after its time was up.
func (c *conversation[A]) awaitReturn(done <-chan error) error {
	select {
	case err := <-done:
		c.returned = true
		return err
	case <-time.After(grace):
		return nil
	}
}

// guard runs the provider. Its panic is recovered, and makes all of its answers worthless.
func (c *conversation[A]) guard(ctx context.Context) error {
	err := guarded(c.provider, c.log, func() error { return c.ask(ctx, c.accept) })
	if reason, _ := providers.ReasonOf(err); err != nil && reason == providers.Internal {
		c.breakOff()
	}
	return err
}

// guarded has a provider do something. A panic becomes an error of the reason Internal; the error of a provider is an
// *providers.Error, or that of a context, or one of the contract's own.
func guarded(provider string, log *slog.Logger, do func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			log.Debug("the provider crashed", "provider", provider, "stack", parallel.StackOf(value))
			err = &providers.Error{Reason: providers.Internal, Detail: "the provider crashed, so nothing it said counts; " +
				"please report this, with what --log-level debug prints"}
		}
	}()
	if err := do(); err != nil {
		reason, detail := providers.ReasonOf(err) // here, where a panic of the error's own methods is recovered
		return &providers.Error{Reason: reason, Detail: detail, Err: err}
	}
	return nil
}

// breakOff makes all answers worthless, unless the conversation is over: a provider that was given up may still crash.
func (c *conversation[A]) breakOff() {
	c.lock.Lock()
	defer c.lock.Unlock()
	if !c.closed {
		c.broken = true
	}
}

func (c *conversation[A]) accept(i int, answer A) {
	c.lock.Lock()
	defer c.lock.Unlock()
	switch {
	case c.closed:
	case i < 0 || i >= len(c.answers) || c.answered[i]:
		c.broken = true
	default:
		c.answers[i], c.answered[i] = answer, true
	}
}

func (c *conversation[A]) close(err error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.closed = true
	c.failure = err
}

// sound says whether the answer to a query counts.
func (c *conversation[A]) sound(i int) bool { return c.answered[i] && !c.broken }

// whyNot says why a query has no answer that counts.
func (c *conversation[A]) whyNot() (providers.Reason, string) {
	switch {
	case c.failure != nil:
		return providers.ReasonOf(c.failure)
	case c.broken:
		return providers.Internal, "the provider answered what it was not asked, or twice, so nothing it said counts; " +
			"please report this"
	default:
		return providers.Internal, "the provider gave no answer; please report this"
	}
}
