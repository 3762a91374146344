package command

import (
	"context"
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

const late = "not all answers came within %s"

// Check answers as providers.Checker says.
func (p *Provider) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer)) error {
	if refusal := p.unusable(); refusal != nil {
		for i := range queries {
			answer(i, *refusal)
		}
		return nil
	}
	return providers.InTime(ctx, p.timeout, late, func(ctx context.Context) error {
		c := &check{Provider: p, level: level, queries: queries, answer: answer}
		c.ask(ctx)
		return ctx.Err()
	})
}

// A check is one run of Check.
type check struct {
	*Provider
	level   providers.Level
	queries []providers.Query
	answer  func(int, providers.Answer)
	missing []int // queries whose answers wait for the names beside them
}

func (c *check) ask(ctx context.Context) {
	if len(c.queries) == 0 || ctx.Err() != nil {
		return
	}
	list := c.listing()
	switch o := c.command.Check; {
	case c.level == providers.SecretExists && list != nil && !o.Mentions(commandline.Key):
		c.secrets(ctx, reader{list, true})
	case c.refuses(o):
		c.refuse()
	case o.Mentions(commandline.Key):
		c.keys(ctx, o)
	default:
		c.secrets(ctx, reader{operation: o})
	}
	c.answerMissing(ctx, list)
}

// refuses says whether an operation is not run because it could read values.
func (p *Provider) refuses(o *commandline.Operation) bool {
	return o.MayReadValues() && p.around.ReadValues == readNever
}

// refusal says why the operation of a block is not run.
func (p *Provider) refusal(block string) string {
	return fmt.Sprintf("%s may read values, which --read-values never forbids; if it does not, write reads_values = false in "+
		"its block %s", p.definition(), block)
}

func (c *check) refuse() {
	for i := range c.queries {
		c.answer(i, providers.Answer{Reason: providers.Unsupported, Detail: c.refusal("check")})
	}
}

// secrets asks for each location once, however many queries it has. What it discloses counts with the first.
func (c *check) secrets(ctx context.Context, r reader) {
	members, locations := byLocation(c.queries)
	c.look(ctx, r, locations, func(location string, f *found) {
		for n, i := range members[location] {
			if n > 0 {
				again := *f
				again.disclosed, f = 0, &again
			}
			c.settle(i, f)
		}
	})
}

// byLocation returns the queries of each location, and the locations in the order in which they come first.
func byLocation(queries []providers.Query) (members map[string][]int, locations []string) {
	members = map[string][]int{}
	for i, query := range queries {
		if members[query.Location] == nil {
			locations = append(locations, query.Location)
		}
		members[query.Location] = append(members[query.Location], i)
	}
	return members, locations
}

// keys asks for each key of each query. A secret of which no key is known cannot be asked for.
func (c *check) keys(ctx context.Context, o *commandline.Operation) {
	var members []int
	var wishes []wish
	for i, query := range c.queries {
		if len(query.Keys) == 0 {
			c.answer(i, c.withoutKeys())
			continue
		}
		members, wishes = append(members, i), append(wishes, wish{query.Location, query.Keys})
	}
	c.lookForKeys(ctx, o, wishes, func(i int, f *found) { c.settle(members[i], f) })
}

func (p *Provider) withoutKeys() providers.Answer {
	return providers.Answer{Reason: providers.Unsupported, Detail: fmt.Sprintf("%s asks for secrets by their keys, and none is "+
		"referred to or declared; declare its keys: a block secret \"NAME\" with key \"KEY\" {} in it, on lines of their own",
		p.definition())}
}

// settle answers a query, unless the run ended first. A missing secret waits for the names beside it.
func (c *check) settle(i int, f *found) {
	if f.ended != nil {
		return
	}
	if f.status == providers.Missing && f.beside == nil && f.disclosed == 0 {
		c.missing = append(c.missing, i)
		return
	}
	c.answer(i, f.answer(c.Provider, c.level, c.queries[i].Keys))
}

// answerMissing answers for what is missing, with the names that are there where the command can list them.
func (c *check) answerMissing(ctx context.Context, list *commandline.Operation) {
	if len(c.missing) == 0 {
		return
	}
	var beside []string
	disclosed := 0
	if list != nil && ctx.Err() == nil {
		beside, disclosed, _ = c.locations(ctx, list)
	}
	slices.Sort(c.missing)
	for n, i := range c.missing {
		if n > 0 {
			disclosed = 0
		}
		c.answer(i, providers.Answer{Secret: providers.Missing, Available: beside, ValuesRead: disclosed})
	}
}
