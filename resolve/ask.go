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

// An inquiry is one provider's share of a plan, and the answers so far. Nothing the provider does can make more of them
// than it said: answers for questions not asked, second answers and late ones do not count.
type inquiry struct {
	store     *store
	level     providers.Level
	log       *slog.Logger
	questions []*question

	lock     sync.Mutex
	closed   bool
	broken   bool // the provider panicked or answered against its contract; fixed once closed
	returned bool // it came back before the inquiry was closed
}

// ask asks the provider and returns when it is done, or soon after ctx is.
func (q *inquiry) ask(ctx context.Context) {
	done := make(chan error, 1)
	go func() { done <- q.check(ctx) }()
	var err error
	select {
	case err = <-done:
		q.returned = true
	case <-ctx.Done():
		err = q.awaitReturn(done)
	}
	if err == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	q.close(err)
}

// awaitReturn gives the provider a moment to come back after its time was up.
func (q *inquiry) awaitReturn(done <-chan error) error {
	select {
	case err := <-done:
		q.returned = true
		return err
	case <-time.After(grace):
		return nil
	}
}

// check runs the provider. Its panic is recovered, and makes all of its answers worthless.
func (q *inquiry) check(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil {
			q.breakOff()
			q.log.Debug("the provider crashed", "provider", q.store.addr.String(), "stack", parallel.StackOf(value))
			err = &providers.Error{Reason: providers.Internal, Detail: "the provider crashed, so nothing it said counts; " +
				"please report this, with what --log-level debug prints"}
		}
	}()
	queries := make([]providers.Query, len(q.questions))
	for i, question := range q.questions {
		queries[i] = providers.Query{Location: question.location, Keys: question.keys}
	}
	if err := q.store.checker.Check(ctx, q.level, queries, q.accept); err != nil {
		reason, detail := providers.ReasonOf(err) // here, where a panic of the error's own methods is recovered
		return &providers.Error{Reason: reason, Detail: detail, Err: err}
	}
	return nil
}

// breakOff makes all answers worthless, unless the inquiry is over: a provider that was given up may still crash.
func (q *inquiry) breakOff() {
	q.lock.Lock()
	defer q.lock.Unlock()
	if !q.closed {
		q.broken = true
	}
}

func (q *inquiry) accept(i int, a providers.Answer) {
	q.lock.Lock()
	defer q.lock.Unlock()
	switch {
	case q.closed:
	case i < 0 || i >= len(q.questions) || q.questions[i].answered:
		q.broken = true
	default:
		q.questions[i].answer, q.questions[i].answered = a, true
	}
}

// close ends the inquiry. Questions without an answer get one that says why there is none.
func (q *inquiry) close(err error) {
	q.lock.Lock()
	defer q.lock.Unlock()
	q.closed = true
	unanswered := q.unanswered(err)
	for _, question := range q.questions {
		if q.broken {
			unanswered.ValuesRead = question.answer.ValuesRead
			question.answer = unanswered
		} else if !question.answered {
			question.answer = unanswered
		}
	}
}

func (q *inquiry) unanswered(err error) providers.Answer {
	switch {
	case err != nil:
		reason, detail := providers.ReasonOf(err)
		return providers.Answer{Reason: reason, Detail: detail}
	case q.broken:
		return providers.Answer{Reason: providers.Internal, Detail: "the provider answered what it was not asked, or twice, so " +
			"nothing it said counts; please report this"}
	default:
		return providers.Answer{Reason: providers.Internal, Detail: "the provider gave no answer; please report this"}
	}
}
