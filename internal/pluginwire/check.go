package pluginwire

import (
	"context"
	"errors"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// Check answers as providers.Checker says. Answers are held back until there is one to each query: a program that breaks the
// protocol is not believed in anything.
func (p *Provider) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	answers := make([]providers.Answer, len(queries))
	r := p.session.request(methodCheck)
	r.Level = level.String()
	err := p.inBatches(ctx, batching{request: r, queries: queries,
		refuse: func(i int, err *providers.Error) {
			answers[i] = providers.Answer{Reason: err.Reason, Detail: err.Detail}
		},
		read: func(i int, o object) (err error) {
			answers[i], err = readCheck(level, queries[i].Keys, o)
			return err
		},
		failed: func(i int, err *providers.Error) {
			answers[i] = providers.Answer{Reason: err.Reason, Detail: err.Detail}
		},
	})
	var nothing *NotFound
	switch {
	case errors.As(err, &nothing):
		a := providers.Answer{Reason: providers.Plugin, Detail: nothing.Detail, Advice: nothing.Advice}
		answers = slices.Repeat([]providers.Answer{a}, len(queries))
	case err != nil:
		return err
	}
	if slices.ContainsFunc(answers, isMissing) {
		p.learn(ctx)
	}
	for i, a := range answers {
		answer(i, a)
	}
	return nil
}

// isMissing says whether there is something to register.
func isMissing(a providers.Answer) bool {
	for _, key := range a.Keys {
		if key.Status == providers.Missing {
			return true
		}
	}
	return a.Secret == providers.Missing
}

// A batching is what many queries are asked by.
type batching struct {
	request  request
	queries  []providers.Query
	isSecret bool
	// refuse takes why a query is not asked, read the answer to one, failed what the program says in place of its answer.
	refuse, failed func(i int, err *providers.Error)
	read           func(i int, o object) error
}

// inBatches asks all queries, in as many requests as that takes. An error means that none of the answers counts.
func (p *Provider) inBatches(ctx context.Context, b batching) error {
	if ctx.Err() != nil || len(b.queries) == 0 {
		return context.Cause(ctx)
	}
	space, err := p.session.space(b.request)
	if err != nil {
		return err
	}
	all := batches(b.queries, space, b.refuse)
	if err := p.session.take(ctx); err != nil {
		return err
	}
	defer p.session.release()
	for n, batch := range all {
		if err := p.askBatch(ctx, b, batch, n == len(all)-1); err != nil {
			return err
		}
	}
	return nil
}

func (p *Provider) askBatch(ctx context.Context, b batching, batch []queryWire, isLast bool) error {
	r := b.request
	r.Queries = batch
	x := &exchange{request: r, isSecret: b.isSecret, isLast: isLast, read: func(a answer) error {
		return a.eachAnswer(batch, func(i int, o object) error { return b.read(batch[i].ID, o) })
	}}
	err := p.session.ask(ctx, x)
	said := saidBy(err)
	if said == nil {
		return err
	}
	for _, query := range batch {
		b.failed(query.ID, said)
	}
	return nil
}
