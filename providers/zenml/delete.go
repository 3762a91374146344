package zenml

import (
	"context"
	"net/http"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// Delete deletes a secret, as providers.Deleter says. Nothing brings it back.
func (p *Provider) Delete(ctx context.Context, location string) (restore string, err error) {
	return restore, p.inChange(ctx, lateChange, func(ctx context.Context, s *session) error {
		found, err := s.mustFind(ctx, location)
		if err != nil {
			return err
		}
		reply, doubt, err := s.change(ctx, zenmlapi.Request{Method: http.MethodDelete, Path: "secrets/" + found.id})
		if err != nil {
			return inDoubt(doubt, err)
		}
		if err := s.judgeDeletion(location, reply, doubt != nil); err != nil {
			return err
		}
		if note := found.isNotAlone(); note != "" && p.surroundings.Tell != nil {
			p.surroundings.Tell("Warning: T" + note[1:])
		}
		return nil
	})
}

// judgeDeletion reads the answer. A secret that is not there may have been deleted by a try whose answer was lost.
func (s *session) judgeDeletion(name string, reply zenmlapi.Reply, wasLost bool) error {
	switch {
	case reply.OK(), reply.Status == http.StatusNotFound && wasLost:
		return nil
	case reply.Status == http.StatusNotFound:
		return providers.ErrSecretMissing
	case reply.Status == http.StatusForbidden:
		return s.denied("delete", name)
	}
	return s.Refused(reply, "secrets")
}

// mustFind looks up a secret that is to be changed as a whole.
func (s *session) mustFind(ctx context.Context, name string) (named, error) {
	found, err := s.lookUp(ctx, name)
	switch {
	case err != nil:
		return named{}, err
	case found.status == providers.Missing:
		return named{}, providers.ErrSecretMissing
	case found.status == providers.Unverified:
		return named{}, &providers.Error{Reason: found.reason, Detail: found.detail}
	case s.provider.private && !found.private:
		return named{}, s.notPrivate(name)
	}
	return found.named, nil
}
