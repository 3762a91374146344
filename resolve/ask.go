package resolve

import (
	"context"
	"log/slog"

	"github.com/zsv-dev/zsv/providers"
)

// An inquiry is one provider's share of a plan.
type inquiry struct {
	store     *store
	level     providers.Level
	log       *slog.Logger
	questions []*question
	// trustworthy says that the provider came back and kept its contract, so that its warnings may be asked for.
	trustworthy bool
}

// ask asks the provider and returns when it is done, or soon after ctx is. Questions without an answer get one that says
// why there is none.
func (q *inquiry) ask(ctx context.Context) {
	c := newConversation(q.store, q.log, len(q.questions), q.check)
	c.hold(ctx)
	q.trustworthy = c.returned && !c.broken
	for i, question := range q.questions {
		question.answer = c.answers[i]
		if !c.sound(i) {
			reason, detail := c.whyNot()
			question.answer = providers.Answer{Reason: reason, Detail: detail, ValuesRead: question.answer.ValuesRead}
		}
	}
}

func (q *inquiry) check(ctx context.Context, accept func(int, providers.Answer)) error {
	return q.store.checker.Check(ctx, q.level, queriesOf(q.questions), accept)
}
