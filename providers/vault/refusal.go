package vault

import (
	"fmt"
	"net/http"

	"github.com/zsv-dev/zsv/providers"
)

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
