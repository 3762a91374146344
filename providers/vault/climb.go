package vault

import (
	"slices"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// climb asks about all members by the first rung of the ladder, and about those whom it refuses by the rungs after it.
// The error means that there is no mount.
func (c *check) climb(members []int, ladder []rung) error {
	lead, rest := c.lead(members, ladder[0])
	refused := c.try(ladder[0], lead)
	if len(refused) == 0 && !c.noMount {
		refused, rest = c.try(ladder[0], rest), nil
	}
	if len(refused)+len(rest) > 0 && !c.noMount {
		c.climbOn(refused, rest, ladder)
	}
	if c.noMount {
		return &providers.Error{Reason: providers.NoMount, Detail: noMountDetail(c.provider.mount)}
	}
	return nil
}

// lead parts off those members for whom the first question is, which is asked alone: its answer may make the others
// needless.
func (c *check) lead(members []int, first rung) (lead, rest []int) {
	if first != listing {
		return members[:1], members[1:]
	}
	directory := directoryOf(c.places[members[0]])
	for _, member := range members {
		if directoryOf(c.places[member]) == directory {
			lead = append(lead, member)
		} else {
			rest = append(rest, member)
		}
	}
	return lead, rest
}

// climbOn finds answers for members whom the first rung refused and for others whom it was not tried for, by the rungs
// that the token may use. Who is left has no answer but that.
func (c *check) climbOn(refused, rest []int, ladder []rung) {
	open := slices.Concat(refused, rest)
	tried := setOf(refused)
	permits := c.permitted(open, ladder)
	if !permits.known && !c.engine.seen {
		ladder = nil // the store tells of no mount below which the token may do anything
	}
	for n, rung := range ladder {
		var asking, waiting []int
		for _, member := range open {
			if n == 0 && tried[member] || !permits.allow(rung, c.pathOf(rung, member)) {
				waiting = append(waiting, member)
			} else {
				asking = append(asking, member)
			}
		}
		open = slices.Concat(waiting, c.try(rung, asking))
	}
	for _, member := range open {
		if c.ctx.Err() == nil {
			c.settle(member, c.denied(member, permits))
		}
	}
}

// try asks about members by one rung and returns those whom it refuses. When the context ends, the others have no
// answer.
func (c *check) try(r rung, members []int) (refused []int) {
	if r == listing {
		return c.tryListing(members)
	}
	refusals := make([]bool, len(members))
	parallel.Each(len(members), c.provider.concurrency, func(i int) {
		if c.ctx.Err() != nil {
			return
		}
		answer, said := c.askSecret(r, members[i])
		switch said {
		case answered:
			c.settle(members[i], answer)
		case refusal403:
			refusals[i] = true
		}
	})
	for i, member := range members {
		if refusals[i] {
			refused = append(refused, member)
		}
	}
	return refused
}

func setOf(members []int) map[int]bool {
	set := make(map[int]bool, len(members))
	for _, member := range members {
		set[member] = true
	}
	return set
}

func (c *check) pathOf(r rung, member int) string { return c.path(r, c.places[member]) }
