package vault

import (
	"context"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// Check answers as providers.Checker says. See the package's documentation for what it asks.
func (p *Provider) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	return p.inTime(ctx, "not all answers came within %s", func(ctx context.Context) error {
		return p.check(ctx, level, queries, answer)
	})
}

func (p *Provider) check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	c := &check{
		ctx: ctx, level: level, queries: queries, answer: answer,
		places: make([]string, len(queries)), listings: map[string]*listed{},
	}
	members := c.placesOf(p, queries)
	if len(members) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	session, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer session.http.CloseIdleConnections()
	c.session = session
	if err := c.climb(members, session.engine.ladder(level, p.readValues)); err != nil {
		return err
	}
	c.answerMissing()
	return ctx.Err()
}

// A check is one run of Check. Queries are known by their index, members are slices of such indices.
type check struct {
	*session
	ctx     context.Context
	level   providers.Level
	queries []providers.Query
	places  []string // of each query, below the mount

	// listings holds what was listed, by directory. It is written between the parallel parts only.
	listings map[string]*listed

	mutex   sync.Mutex // guards what follows
	answer  func(int, providers.Answer)
	missing []int // members whose answers wait for the names beside them
	noMount bool  // the store said that there is no such mount
}

// placesOf fills in the places, and answers for the locations that must not be asked for. It returns the others.
func (c *check) placesOf(p *Provider, queries []providers.Query) (members []int) {
	for i, query := range queries {
		place, err := p.placeOf(query.Location)
		if err != nil {
			c.answer(i, asAnswer(err))
			continue
		}
		c.places[i] = place
		members = append(members, i)
	}
	return members
}

// settle takes the answer for a member. It may be called from several goroutines.
func (c *check) settle(member int, answer providers.Answer) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case answer.Reason == providers.NoMount:
		c.noMount = true
	case answer.Secret == providers.Missing && answer.Reason == "":
		c.missing = append(c.missing, member)
	default:
		c.answer(member, answer)
	}
}
