package zenml

import (
	"context"
	"sync"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// Check answers as providers.Checker says. See the package's documentation for what it asks.
func (p *Provider) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	if len(queries) == 0 {
		return ctx.Err()
	}
	return p.inSession(ctx, "not all answers came within %s", func(ctx context.Context, s *session) error {
		names, err := s.listNames(ctx)
		if err != nil {
			return err
		}
		c := &check{session: s, ctx: ctx, level: level, queries: queries, names: names, answer: answer}
		return c.run()
	})
}

// A check is one run of Check. Queries are known by their index.
type check struct {
	*session
	ctx     context.Context
	level   providers.Level
	queries []providers.Query
	names   names

	mutex  sync.Mutex // guards what follows
	answer func(int, providers.Answer)
	err    error
}

// run answers for what the list tells, and asks for the keys of what is there.
func (c *check) run() error {
	available := c.names.beginningWith(c.provider.prefix)
	var toRead []int
	for i, query := range c.queries {
		listed, there := c.names.find(query.Location)
		switch {
		case there && c.level == providers.SecretAndKeyExists && c.provider.readValues != providers.ReadNever:
			toRead = append(toRead, i)
		case there && c.level == providers.SecretAndKeyExists:
			c.answer(i, keysUnread(query.Keys, listed))
		case there:
			c.answer(i, providers.Answer{Secret: providers.Present})
		case c.names.whole:
			c.answer(i, providers.Answer{Secret: providers.Missing, Available: available})
		default:
			c.answer(i, unverified(c.changing()).answer(query.Keys))
		}
	}
	parallel.Each(len(toRead), c.provider.concurrency, func(i int) { c.read(toRead[i], available) })
	if c.err != nil {
		return c.err
	}
	return c.ctx.Err()
}

// read asks for one secret. After trouble with the server as a whole no other is asked for.
func (c *check) read(i int, available []string) {
	if c.stopped() {
		return
	}
	query := c.queries[i]
	listed, _ := c.names.find(query.Location)
	found, err := c.session.read(c.ctx, listed)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case err != nil && endsAll(err):
		c.err = err
	case err != nil && c.ctx.Err() == nil:
		c.answer(i, unverified(err).answer(query.Keys))
	case err == nil:
		answer := found.answer(query.Keys)
		if found.status == providers.Missing {
			answer.Available = available
		}
		c.answer(i, answer)
	}
}

// endsAll says whether an error means that no other secret will be answered for either: nobody knows who asks.
func endsAll(err error) bool {
	reason, _ := providers.ReasonOf(err)
	return reason == providers.Unauthenticated || reason == providers.Untrusted || reason == providers.Unsupported
}

func (c *check) stopped() bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.err != nil || c.ctx.Err() != nil
}
