package vault

import (
	"context"
	"net/http"

	"github.com/zsv-dev/zsv/providers"
)

// Write makes a change, as providers.Writer says. See the package's documentation for how it is made safe.
func (p *Provider) Write(ctx context.Context, change providers.Change) (written providers.Written, err error) {
	if err := p.Vet(change); err != nil {
		return written, err
	}
	place, err := p.placeOf(change.Location)
	if err != nil {
		return written, err
	}
	err = p.inSession(ctx, lateChange, func(ctx context.Context, s *session) (err error) {
		written, err = s.newEdit(ctx, place, change).run()
		return err
	})
	return written, err
}

// lateChange is what Provider.inTime says of a change.
const lateChange = "the change was not finished within %s, and " + notKnown

// An edit is one change to one secret under way.
type edit struct {
	*session
	ctx       context.Context
	place     string
	set       map[string]held
	remove    []string
	condition providers.Condition
	keep      bool

	// ladder has the ways to look at the secret, and rung is the first that the token was not refused.
	ladder []rung
	rung   int
	// whole says to write the secret with all its keys, because it cannot be patched.
	whole     bool
	conflicts conflicts
}

func (s *session) newEdit(ctx context.Context, place string, change providers.Change) *edit {
	e := &edit{
		session: s, ctx: ctx, place: place, set: make(map[string]held, len(change.Set)),
		remove: change.Remove, condition: change.Condition, keep: change.Keep,
	}
	for key, value := range change.Set {
		e.set[key] = hold(value)
	}
	e.ladder = s.engine.ladderToChange(e.needsNames())
	if s.engine.version == 1 {
		e.replaceWhole()
	}
	return e
}

// run looks, decides and writes, from the start again whenever another writer came in between.
func (e *edit) run() (providers.Written, error) {
	for {
		before, err := e.look()
		if err != nil {
			return providers.Written{}, err
		}
		draft, err := e.draft(before)
		if err != nil {
			return providers.Written{}, err
		}
		done := draft.isEmpty()
		if !done {
			done, err = e.write(before, draft)
		}
		switch {
		case err != nil:
			return providers.Written{}, err
		case done:
			return draft.written, nil
		}
	}
}

// look finds out which version and which keys the secret has.
func (e *edit) look() (sight, error) {
	for ; e.rung < len(e.ladder); e.rung++ {
		seen := e.see(e.ctx, e.ladder[e.rung], e.place, newest)
		if seen.said != refusal403 {
			return seen, e.trouble(e.ctx, seen)
		}
	}
	return sight{}, e.mayNot(e.path(e.firstRung(), e.place), e.linesToWrite(e.place)...)
}

// trouble returns the error of a sight that says neither that the secret is there nor that it is missing.
func (s *session) trouble(ctx context.Context, seen sight) error {
	switch answer := seen.answer; {
	case seen.said == unheard && ctx.Err() == nil:
		return &providers.Error{Reason: providers.Internal, Detail: "zsv did not hear what the store said, which cannot be; please " +
			"report it"} // what was not heard is not missing
	case seen.said == unheard:
		return ctx.Err()
	case answer.Secret != providers.Unverified:
		return nil
	case answer.Reason == providers.NoMount:
		return &providers.Error{Reason: providers.NoMount, Detail: noMountDetail(s.provider.mount)}
	default:
		return &providers.Error{Reason: answer.Reason, Detail: answer.Detail}
	}
}

// write sends the draft. It is false where the secret is to be looked at again: another writer was faster, or the way to
// write was another one.
func (e *edit) write(before sight, draft draft) (done bool, err error) {
	request := e.request(before, draft)
	var answer struct {
		Data struct {
			Version int `json:"version"`
		} `json:"data"`
	}
	var into any
	if e.engine.version == 2 {
		into = &answer
	}
	reply, doubt, err := e.send(e.ctx, request, into)
	switch {
	case e.ctx.Err() != nil:
		return false, e.ctx.Err()
	case err == nil && e.engine.version == 1 && reply.status == http.StatusNoContent,
		err == nil && reply.ok() && e.engine.version == 2 && answer.Data.Version == before.version+1:
		return true, nil
	case err == nil && reply.ok():
		doubt = e.notVault(reply.status)
	}
	if doubt != nil {
		return e.settle(before, draft, doubt)
	}
	if err != nil {
		return false, err
	}
	return false, e.refused(request, before, reply)
}
