package providertest

import (
	"context"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// contexts are the cases on a run that ends early.
var contexts = []Case{
	{
		Name:   "an interrupt before the first question",
		Demand: "Once the context has been cancelled Check returns soon, and what it still answers is true.",
		run: func(s *session) {
			ctx, cancel := context.WithCancel(s.Context())
			cancel()
			s.endedEarly(ctx)
		},
	},
	{
		Name:   "a deadline that has passed",
		Demand: "After the deadline Check returns soon, and what it still answers is true.",
		run: func(s *session) {
			ctx, cancel := context.WithDeadline(s.Context(), time.Unix(0, 0))
			defer cancel()
			s.endedEarly(ctx)
		},
	},
	{
		Name:   "an interrupt in the middle",
		Demand: "Cancelled after the first answer, Check returns soon, and what it answered is true.",
		run: func(s *session) {
			store, queries := manySecrets(300)
			f := s.fill(store)
			asked := queries(f)
			ctx, cancel := context.WithCancel(f.Context())
			defer cancel()
			c := newCall[providers.Answer](f, "Check", asked)
			_ = f.checkWith(ctx, providers.SecretAndKeyExists, asked, c, func(i int, answer providers.Answer) {
				cancel()
				c.take(i, answer)
			})
			f.wantTrue(c)
		},
	},
}

// endedEarly asks many questions of a context that is over.
func (s *session) endedEarly(ctx context.Context) {
	store, queries := manySecrets(300)
	f := s.fill(store)
	for _, level := range levels {
		c, err := f.check(ctx, level, queries(f))
		f.wantEnd("Check", err)
		f.wantTrue(c)
	}
}

// wantTrue demands that each answer that claims something about manySecrets is right.
func (f *fixture) wantTrue(c *call[providers.Answer]) {
	f.Helper()
	for i := range c.queries {
		answer, ok := c.answer(i)
		if !ok || answer.Secret == providers.Unverified {
			continue
		}
		want := providers.Present
		if i%3 == 0 {
			want = providers.Missing
		}
		f.wantSecret(answer, c.queries[i].Location, want)
		if i%3 == 1 && keyStatus(answer, "b") == providers.Present {
			f.Errorf("the key b at %s is present, though the store does not hold it", c.queries[i].Location)
		}
	}
}
