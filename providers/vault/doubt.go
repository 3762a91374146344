package vault

import (
	"maps"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// notKnown is what people are told of a change whose answer was lost.
const notKnown = "it is not known whether it was made: `zsv plan` tells"

// settle finds out what became of a write whose answer was lost: whether it is done, is to be tried again, or cannot be
// known.
//
// A write of KV v2 names the version that it changes, so it is carried out at most once, however often it is sent, and makes
// the version after that one. If that version is another writer's, ours was not made and never will be.
func (e *edit) settle(before sight, d draft, doubt *connection.Failure) (done bool, err error) {
	number := newest
	if e.engine.version == 2 {
		number = before.version + 1
	}
	after := e.see(e.ctx, values, e.place, number)
	switch {
	case e.ctx.Err() != nil:
		return false, e.ctx.Err()
	case after.there() && d.isIn(after.values):
		return true, nil
	case e.engine.version == 1:
		return false, inDoubt(doubt)
	case after.there(), e.isAnothers(before, d, number):
		return false, e.conflicts.pause(e.ctx, before.version, e.path(values, e.place))
	}
	return false, inDoubt(doubt)
}

// isAnothers says whether the names of its keys show that a version is not the one that the draft would have made. That
// they are the right ones shows nothing.
func (e *edit) isAnothers(before sight, d draft, number int) bool {
	after := e.see(e.ctx, subkeys, e.place, number)
	if !after.there() {
		return false
	}
	if before.there() && before.names == nil {
		return !d.names(nil).isWithin(after.names)
	}
	return !maps.Equal(d.names(before.names), after.names)
}

// keyNames are names of keys.
type keyNames map[string]bool

// names returns those of the keys that the secret is to have.
func (d draft) names(before map[string]bool) keyNames {
	after := keyNames{}
	maps.Copy(after, before)
	for key := range d.set {
		after[key] = true
	}
	for _, key := range d.remove {
		delete(after, key)
	}
	return after
}

func (k keyNames) isWithin(others map[string]bool) bool {
	for name := range k {
		if !others[name] {
			return false
		}
	}
	return true
}

// inDoubt is the error of a change of which it is not known whether it was made.
func inDoubt(doubt *connection.Failure) error {
	reason := providers.Unreachable
	if doubt.Problem.Reason == providers.Timeout {
		reason = providers.Timeout
	}
	return &providers.Error{Reason: reason, Detail: doubt.Problem.Detail + "; " + notKnown}
}
