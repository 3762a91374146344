package zenml

import (
	"context"
	"net/http"

	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// A secret is what the server said of one.
type secret struct {
	named
	// status says whether it is there; of one that is Unverified, reason and detail say why.
	status providers.Status
	reason providers.Reason
	detail string
	// keys are nil where they are not shown. A key whose value is not shown to the caller has an unset one.
	keys map[string]providers.Value
	// disclosed is how many values the server sent for it.
	disclosed int
}

func missing() secret { return secret{status: providers.Missing} }

func unverified(err error) secret {
	reason, detail := providers.ReasonOf(err)
	return secret{reason: reason, detail: detail}
}

// read asks for one secret by its id, as a list named it. Where it is gone by then, its name is looked for once more: it may
// have been made anew.
func (s *session) read(ctx context.Context, listed named) (secret, error) {
	found, err := s.readID(ctx, listed)
	if err != nil || found.status != providers.Missing {
		return found, err
	}
	names, err := s.listNamed(ctx, listed.name)
	if err != nil {
		return secret{}, err
	}
	again, there := names.find(listed.name)
	switch {
	case !there && names.whole:
		return found, nil
	case !there:
		return unverified(s.changing()), nil
	case again.id == listed.id:
		return unverified(s.withoutValues(listed.name)), nil
	}
	if found, err = s.readID(ctx, again); err == nil && found.status == providers.Missing {
		found = unverified(s.changing())
	}
	return found, err
}

// readID asks for one secret by its id. The error is one of the server as a whole, or of the context.
func (s *session) readID(ctx context.Context, listed named) (secret, error) {
	reply, err := s.Ask(ctx, zenmlapi.Request{Method: http.MethodGet, Path: "secrets/" + listed.id})
	switch {
	case err != nil:
		return secret{}, err
	case reply.Status == http.StatusNotFound:
		return missing(), nil
	case reply.Status == http.StatusForbidden:
		return s.unseen(listed), nil
	case !reply.OK():
		return unverified(s.Refused(reply, "secrets/"+listed.id)), nil
	}
	item, ok := zenmlapi.ReadItem(reply.Body)
	switch {
	case !ok || item.ID != listed.id:
		return unverified(s.strange()), nil
	case item.Name != listed.name: // it was renamed
		return missing(), nil
	case item.Denied:
		return s.unseen(listed), nil
	}
	return s.withKeys(listed, item), nil
}

// withKeys reads what the answer says of the secret's keys.
func (s *session) withKeys(listed named, item zenmlapi.Item) secret {
	values, ok := item.Body["values"].(strictjson.Object)
	if !ok {
		return unverified(s.strange())
	}
	found := secret{named: listed, status: providers.Present, keys: make(map[string]providers.Value, len(values))}
	for key, value := range values {
		text, isText := value.(string)
		switch {
		case isText:
			found.keys[key] = providers.NewValue(text)
			found.disclosed++
		case value == nil: // the caller may see the key, and not the value
			found.keys[key] = providers.Value{}
		default:
			return unverified(s.strange())
		}
	}
	return found
}

// unseen is a secret that a list names and that the caller may not look into.
func (s *session) unseen(listed named) secret {
	return secret{named: listed, status: providers.Present, reason: providers.Denied, detail: s.deniedKeys(listed.name)}
}
