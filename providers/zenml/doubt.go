package zenml

import (
	"context"
	"errors"

	"github.com/zsv-dev/zsv/providers"
)

// notKnown is what people are told of a change whose answer was lost.
const notKnown = "it is not known whether it was made: `zsv plan` tells"

// lateChange is what providers.InTime says of a change.
const lateChange = "the change was not finished within %s, and " + notKnown

// inDoubt is the error of a change that failed; where an answer was lost on the way, it may have been made.
func inDoubt(doubt, err error) error {
	if doubt == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	reason, detail := providers.ReasonOf(doubt)
	if reason != providers.Timeout {
		reason = providers.Unreachable
	}
	return problem(reason, "%s; %s", detail, notKnown)
}

// isMine says whether a secret whose creation had no answer is there as it was to be made. It is false, without an error, where
// it is someone else's.
func (e *edit) isMine(doubt error) (bool, error) {
	found, err := e.lookUp(e.ctx, e.change.Location)
	if err == nil && found.status == providers.Present {
		found, err = e.read(e.ctx, found.named)
	}
	switch {
	case e.ctx.Err() != nil:
		return false, e.ctx.Err()
	case err != nil, found.status != providers.Present, found.keys == nil:
		return false, inDoubt(doubt, doubt)
	case found.private != e.provider.private, len(found.keys) != len(e.change.Set):
		return false, nil
	}
	for key, value := range e.change.Set {
		seen, there := found.keys[key]
		switch {
		case there && !seen.IsSet():
			return false, inDoubt(doubt, doubt)
		case !there || seen.Reveal() != value.Reveal():
			return false, nil
		}
	}
	return true, nil
}
