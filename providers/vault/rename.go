package vault

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// Rename copies a secret and deletes it where it was, as providers.Renamer says. The copy is a secret of its own: older
// versions and what metadata says of them stay behind.
func (p *Provider) Rename(ctx context.Context, from, to string) error {
	source, err := p.placeOf(from)
	if err != nil {
		return err
	}
	target, err := p.placeOf(to)
	if err == nil {
		err = p.layout.vet(providers.Change{})
	}
	if err != nil {
		return err
	}
	return p.inSession(ctx, lateChange, func(ctx context.Context, s *session) error {
		m := &move{session: s, ctx: ctx, from: source, to: target}
		return m.run()
	})
}

// A move is one Rename.
type move struct {
	*session
	ctx      context.Context
	from, to string // places
	// unversioned says that one version alone may not be deleted.
	unversioned bool
	conflicts   conflicts
}

// run copies the secret, and then what others add to it, until it is deleted as it was copied.
func (m *move) run() error {
	copied, err := m.read()
	switch {
	case err != nil:
		return err
	case !copied.there():
		return providers.ErrSecretMissing
	}
	if err := m.copy(copied.values, nil, providers.IfMissing); err != nil {
		return err
	}
	for {
		gone, err := m.takeAway(copied)
		if gone || err != nil {
			return atBothPlaces(err)
		}
		now, err := m.read()
		if err != nil || !now.there() {
			return atBothPlaces(err)
		}
		added, removed := difference(copied.values, now.values)
		if err := m.copy(added, removed, providers.Always); err != nil {
			return atBothPlaces(err)
		}
		if err := m.conflicts.pause(m.ctx, now.version, m.path(values, m.from)); err != nil {
			return atBothPlaces(err)
		}
		copied = now
	}
}

// read reads the secret that is to be moved.
func (m *move) read() (sight, error) {
	seen := m.see(m.ctx, values, m.from, newest)
	if seen.said == refusal403 {
		return seen, m.mayNot(m.path(values, m.from), m.linesToMove(m.from)...)
	}
	return seen, m.trouble(m.ctx, seen)
}

// copy writes to where the secret is to be. Values that are maps must be written whole: a patch would merge them.
func (m *move) copy(set map[string]held, remove []string, condition providers.Condition) error {
	if condition == providers.Always && len(set)+len(remove) == 0 {
		return nil
	}
	e := m.newEdit(m.ctx, m.to, providers.Change{Remove: remove, Condition: condition})
	e.set = set
	if condition == providers.Always {
		e.replaceWhole()
	}
	_, err := e.run()
	return err
}

// takeAway deletes the secret where it was, if it still is what was copied. It is false where it is not.
func (m *move) takeAway(copied sight) (gone bool, err error) {
	if m.engine.version == 2 && !m.unversioned {
		gone, err = m.takeVersionAway(copied)
		if !m.unversioned {
			return gone, err
		}
	}
	now, err := m.read()
	switch {
	case err != nil || !now.there():
		return err == nil, err
	case !isCopied(now, copied):
		return false, nil
	}
	doubt, err := m.sendDelete(m.ctx, m.from, m.linesToMove(m.from))
	if err != nil {
		return false, err
	}
	return m.judgeTakenAway(copied, doubt)
}

// takeVersionAway deletes the version that was copied and no other, so that what someone else wrote after it stays. Where
// the token may not do that, or the server cannot, unversioned is true afterwards.
func (m *move) takeVersionAway(copied sight) (gone bool, err error) {
	path := joinPath(m.provider.mount, "delete", m.from)
	body := map[string]any{"versions": []int{copied.version}}
	reply, doubt, err := m.send(m.ctx, request{method: http.MethodPost, path: path, body: body}, nil)
	switch {
	case m.ctx.Err() != nil:
		return false, m.ctx.Err()
	case doubt != nil:
	case err != nil:
		return false, err
	case !reply.ok():
		m.unversioned = true
		return false, nil
	}
	now, err := m.read()
	if doubt != nil && (err != nil || now.there() && now.version == copied.version) {
		return false, inDoubt(doubt)
	}
	return err == nil && !now.there(), err
}

// isCopied says whether a secret still is as it was copied.
func isCopied(now, copied sight) bool {
	added, removed := difference(copied.values, now.values)
	return now.version == copied.version && len(added)+len(removed) == 0
}

// judgeTakenAway looks what was deleted: between the look before and the deletion KV leaves a moment in which someone may
// have written.
func (m *move) judgeTakenAway(copied sight, doubt *connection.Failure) (gone bool, err error) {
	after, err := m.read()
	isSeen := err == nil // else there is Vault's word for the deletion, unless that is in doubt
	last := after.version
	if after.there() {
		last-- // a secret that someone wrote there later
	}
	switch {
	case doubt != nil && (!isSeen || after.there()):
		return false, inDoubt(doubt)
	case m.engine.version == 1 || !isSeen || last <= copied.version:
		return true, nil
	}
	return true, &providers.Error{Reason: providers.Denied, Detail: fmt.Sprintf(
		"someone wrote to %s in the moment before it was deleted, and that was deleted with it, as the policy does not let "+
			"zsv delete one version alone; %s; and for the next time add to the policy: %s",
		joinPath(m.provider.mount, m.from), m.provider.restore(m.from, last), m.allowIn("delete", m.from, "update"))}
}

// difference returns what is new or other in now, and what is in before alone.
func difference(before, now map[string]held) (added map[string]held, removed []string) {
	added = map[string]held{}
	for key, value := range now {
		if old, there := before[key]; !there || !old.same(value) {
			added[key] = value
		}
	}
	for key := range before {
		if _, there := now[key]; !there {
			removed = append(removed, key)
		}
	}
	slices.Sort(removed)
	return added, removed
}

// atBothPlaces says of what went wrong after the copy was made that there is one.
func atBothPlaces(err error) error {
	var known *providers.Error
	if !errors.As(err, &known) {
		return err
	}
	return &providers.Error{Reason: known.Reason, Err: known.Err,
		Detail: known.Detail + "; the secret was copied, so it may stand at both places now"}
}
