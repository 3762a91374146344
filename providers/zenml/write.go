package zenml

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// Write makes a change, as providers.Writer says. See the package's documentation for how safe it is.
func (p *Provider) Write(ctx context.Context, change providers.Change) (written providers.Written, err error) {
	if err := p.Vet(change); err != nil {
		return written, err
	}
	err = p.inChange(ctx, lateChange, func(ctx context.Context, s *session) (err error) {
		written, err = (&edit{s, ctx, change}).run()
		return err
	})
	return written, err
}

// unguarded is the warning with every change.
const unguarded = "ZenML cannot refuse a change because the secret has changed since it was looked at, so of two who write one " +
	"secret at the same moment one may lose keys; write each secret from one place at a time."

// An edit is one change to one secret under way.
type edit struct {
	*session
	ctx    context.Context
	change providers.Change
}

// maxRounds is how often a secret may appear or disappear between a look and a write. Nobody does so for long.
const maxRounds = 20

// run looks, decides and writes, from the start again where the secret appeared or disappeared in between.
func (e *edit) run() (providers.Written, error) {
	for range maxRounds {
		written, done, err := e.attempt()
		if done || err != nil {
			return written, err
		}
	}
	return providers.Written{}, e.changing()
}

func (e *edit) attempt() (written providers.Written, done bool, err error) {
	before, err := e.look()
	if err != nil {
		return written, false, err
	}
	there := before.status == providers.Present
	switch {
	case there && e.change.Condition == providers.IfMissing:
		return written, false, providers.ErrSecretExists
	case there && e.provider.private && !before.private:
		return written, false, e.notPrivate(before.name)
	case there:
		return e.patch(before)
	case e.change.Condition == providers.IfPresent:
		return written, false, providers.ErrSecretMissing
	case len(e.change.Set) == 0 && len(e.change.Remove) > 0: // there is nothing to remove
		return providers.Written{Warnings: []string{unguarded}}, true, nil
	default:
		return e.create()
	}
}

// look finds out whether the secret is there, and which keys it has, where that matters.
func (e *edit) look() (secret, error) {
	found, err := e.lookUp(e.ctx, e.change.Location)
	switch {
	case err != nil:
		return found, err
	case found.status == providers.Unverified:
		return found, &providers.Error{Reason: found.reason, Detail: found.detail}
	case found.status == providers.Missing, !e.needsKeys():
		return found, nil
	}
	found, err = e.read(e.ctx, found.named)
	if err == nil && found.status != providers.Missing && found.keys == nil {
		err = &providers.Error{Reason: found.reason, Detail: found.detail}
	}
	return found, err
}

func (e *edit) needsKeys() bool {
	return e.change.Keep && len(e.change.Set) > 0 || len(e.change.Remove) > 0
}

// notPrivate protects a value that is to be private from a secret that everyone reads.
func (s *session) notPrivate(name string) error {
	return problem(providers.Invalid, "there is a public secret %q, which ZenML takes before a private one, and private = true "+
		"says that your values are for you alone; rename it, or take private out of the provider block", name)
}

// A draft is what is sent of a change.
type draft struct {
	Values map[string]held `json:"values"`
}

// patch sends what changes of a secret that is there.
func (e *edit) patch(before secret) (written providers.Written, done bool, err error) {
	draft := draft{map[string]held{}}
	for key, value := range e.change.Set {
		if _, there := before.keys[key]; there && e.change.Keep {
			written.Kept = append(written.Kept, key)
		} else {
			written.Set = append(written.Set, key)
			draft.Values[key] = held{value}
		}
	}
	for _, key := range e.change.Remove {
		if _, there := before.keys[key]; there {
			written.Removed = append(written.Removed, key)
			draft.Values[key] = held{}
		}
	}
	for _, names := range [][]string{written.Set, written.Kept, written.Removed} {
		slices.Sort(names)
	}
	written.Warnings = []string{unguarded}
	if note := before.isNotAlone(); note != "" {
		written.Warnings = append(written.Warnings, note)
	}
	if len(draft.Values) == 0 {
		return written, true, nil
	}
	done, err = e.put(before.named, draft)
	return written, done, err
}

// put changes a secret. It is false where the secret is gone.
func (e *edit) put(to named, body any) (done bool, err error) {
	reply, doubt, err := e.session.change(e.ctx, zenmlapi.Request{
		Method: http.MethodPut, Path: "secrets/" + to.id, Query: url.Values{"patch_values": {"true"}}, Body: body,
	})
	switch {
	case err != nil:
		return false, inDoubt(doubt, err)
	case reply.OK():
		return true, nil
	case reply.Status == http.StatusNotFound:
		return false, nil
	case reply.Status == http.StatusForbidden:
		return false, e.denied("change", to.name)
	}
	return false, e.notTaken(reply)
}

// create makes a secret. It is false where another one of the name came first.
func (e *edit) create() (written providers.Written, done bool, err error) {
	body := map[string]any{"name": e.change.Location, "private": e.provider.private, "values": sent(e.change.Set)}
	reply, doubt, err := e.session.change(e.ctx, zenmlapi.Request{Method: http.MethodPost, Path: "secrets", Body: body, Once: true})
	if err == nil && reply.Status == http.StatusMethodNotAllowed {
		reply, doubt, err = e.createInWorkspace()
	}
	written = providers.Written{Created: true, Set: slices.Sorted(maps.Keys(e.change.Set)), Warnings: []string{unguarded}}
	switch {
	case e.ctx.Err() != nil:
		return written, false, e.ctx.Err()
	case doubt != nil:
		done, err = e.isMine(doubt)
		return written, done, err
	case err != nil:
		return written, false, err
	case reply.OK():
		return written, true, nil
	case reply.Status == http.StatusConflict:
		return written, false, nil
	case reply.Status == http.StatusForbidden:
		return written, false, e.denied("create", e.change.Location)
	}
	return written, false, e.notTaken(reply)
}

// sent are values as they are sent.
func sent(set map[string]providers.Value) map[string]held {
	values := make(map[string]held, len(set))
	for key, value := range set {
		values[key] = held{value}
	}
	return values
}

// notTaken explains why the server refuses what it was sent, from the status and not from the text, which quotes values.
func (e *edit) notTaken(reply zenmlapi.Reply) error {
	switch reply.Status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return problem(providers.Invalid, "%s refuses the secret %q (HTTP %d); ZenML takes at most 64 KiB of keys and values "+
			"together, and some of its secrets stores take less: split it, or look at the server's log", e.Address(), e.change.Location,
			reply.Status)
	}
	return e.Refused(reply, "secrets")
}
