package zenml

import (
	"context"
	"net/http"
	"net/url"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// Rename gives a secret another name, as providers.Renamer says: one request, which the server carries out whole or not at
// all.
func (p *Provider) Rename(ctx context.Context, from, to string) error {
	if err := vetName(to); err != nil {
		return err
	}
	return p.inChange(ctx, lateChange,
		func(ctx context.Context, s *session) error {
			found, err := s.mustFind(ctx, from)
			if err != nil {
				return err
			}
			if err := s.mustNotFind(ctx, to); err != nil {
				return err
			}
			return s.rename(ctx, found, to)
		})
}

// RenamesWhole says that no secret ever stands at both places: see providers.WholeRenamer.
func (p *Provider) RenamesWhole() {}

// mustNotFind makes sure that a name is free, in both scopes: a secret that got the name of one in the other scope would
// hide that, or be hidden.
func (s *session) mustNotFind(ctx context.Context, name string) error {
	found, err := s.lookUp(ctx, name)
	switch {
	case err != nil:
		return err
	case found.status == providers.Present:
		return providers.ErrSecretExists
	case found.status == providers.Unverified:
		return &providers.Error{Reason: found.reason, Detail: found.detail}
	}
	return nil
}

func (s *session) rename(ctx context.Context, secret named, to string) error {
	reply, doubt, err := s.change(ctx, zenmlapi.Request{
		Method: http.MethodPut, Path: "secrets/" + secret.id, Query: url.Values{"patch_values": {"true"}},
		Body: map[string]string{"name": to},
	})
	switch {
	case err != nil:
		return inDoubt(doubt, err)
	case reply.OK():
		return nil
	case reply.Status == http.StatusConflict:
		return providers.ErrSecretExists
	case reply.Status == http.StatusNotFound:
		return providers.ErrSecretMissing
	case reply.Status == http.StatusForbidden:
		return s.denied("rename", secret.name)
	}
	return s.Refused(reply, "secrets")
}
