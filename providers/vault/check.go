package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// Check answers as providers.Checker says. See the package's documentation for what it asks.
func (p *Provider) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	limited, cancel := p.limit(ctx)
	defer cancel()
	err := p.check(limited, level, queries, answer)
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &providers.Error{Reason: providers.Timeout, Detail: fmt.Sprintf(
		"not all answers came within %s; raise the argument timeout of the provider", p.timeout)}
}

func (p *Provider) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	if p.timeout == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, p.timeout)
}

func (p *Provider) check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	c := &check{
		ctx: ctx, level: level, queries: queries, answer: answer, provider: p,
		places: make([]string, len(queries)), listings: map[string]*listed{},
	}
	members := c.placesOf(queries)
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
	ctx      context.Context
	provider *Provider
	level    providers.Level
	queries  []providers.Query
	places   []string // of each query, below the mount

	// listings holds what was listed, by directory. It is written between the parallel parts only.
	listings map[string]*listed

	mutex   sync.Mutex // guards what follows
	answer  func(int, providers.Answer)
	missing []int // members whose answers wait for the names beside them
	noMount bool  // the store said that there is no such mount
}

// placesOf fills in the places, and answers for the locations that must not be asked for. It returns the others.
func (c *check) placesOf(queries []providers.Query) (members []int) {
	for i, query := range queries {
		place, below := strings.CutPrefix(query.Location, c.provider.mount+"/")
		err := providers.CheckPath(query.Location)
		switch {
		case err != nil:
		case !below:
			err = fmt.Errorf("%q is not on the mount %q", query.Location, c.provider.mount)
		case strings.Contains(place, ".."): // which Vault refuses to write
			err = fmt.Errorf("%q has two dots in a row, which no path in Vault has", query.Location)
		}
		if err != nil {
			c.answer(i, providers.Answer{Reason: providers.Invalid,
				Detail: "not asked for: " + err.Error() + "; correct the secret's name or path"})
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
