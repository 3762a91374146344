package vault

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// Vet says what Vault cannot hold, as providers.Writer says. Vault holds JSON, so keys and values must be UTF-8 text. There
// is no limit of size here: that is the server's, and differs by its settings and its storage.
func (p *Provider) Vet(change providers.Change) error {
	if _, err := p.placeOf(change.Location); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(change.Set)) {
		switch {
		case !utf8.ValidString(key):
			return notText("the key %q is not UTF-8 text, and Vault can hold no other; give the key another name", key)
		case !utf8.ValidString(change.Set[key].Reveal()):
			return notText("the value of the key %q is not UTF-8 text, and Vault can hold no other; encode it, for example in "+
				"base64, and decode it where it is used", key)
		}
	}
	return nil
}

func notText(format, key string) error {
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf(format, key)}
}

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

// lateChange is what inTime says of a change; see Provider.inTime.
const lateChange = "the change was not finished (" + notKnown + ")"

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

// refused decides what a refusal means: nil to go on, from what is there then.
func (e *edit) refused(r request, before sight, reply reply) error {
	isPatch := r.method == http.MethodPatch
	switch {
	case reply.noRoute():
		return &providers.Error{Reason: providers.NoMount, Detail: noMountDetail(e.provider.mount)}
	case isConflict(reply):
		return e.conflicts.pause(e.ctx, before.version, e.path(values, e.place))
	case isPatch && reply.status == http.StatusNotFound:
		return e.missedPatch(before)
	case isPatch && (reply.denied() || reply.status == http.StatusMethodNotAllowed):
		return e.writeWholeFromNowOn()
	case reply.denied():
		return e.mayNot(r.path, e.linesToWrite(e.place)...)
	}
	return &providers.Error{Reason: providers.ServerError, Detail: fmt.Sprintf(
		"%s refused the change of %s (HTTP %d); Vault's log, or its audit log, says why", e.shown, r.path, reply.status)}
}

// missedPatch goes on after a patch found no secret: it was deleted in the meantime, or, if it is still there, cannot be
// patched.
func (e *edit) missedPatch(before sight) error {
	now, err := e.look()
	if err == nil && now.there() && now.version == before.version {
		return e.writeWholeFromNowOn()
	}
	return err
}

// writeWholeFromNowOn makes the edit replace the secret, with all its keys, where it cannot patch. For that their values
// must be read, which is of no use to a token that may not write them.
func (e *edit) writeWholeFromNowOn() error {
	path := e.path(values, e.place)
	said := e.capabilities(e.ctx, []string{path})
	if permits := (permits{said != nil, said}); !permits.grant("update", path) {
		return e.mayNot(path, e.linesToWrite(e.place)...)
	}
	e.replaceWhole()
	return nil
}

// replaceWhole makes the edit read the secret, to write it with all its keys.
func (e *edit) replaceWhole() { e.whole, e.ladder, e.rung = true, []rung{values}, 0 }
