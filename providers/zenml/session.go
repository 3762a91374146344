package zenml

import (
	"context"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// A session is a client that serves all that the provider is asked: it logs in once.
type session struct {
	*zenmlapi.Client
	provider *Provider
}

// open returns the session.
func (p *Provider) open(ctx context.Context) (*session, error) {
	select {
	case p.opening <- struct{}{}:
		defer func() { <-p.opening }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if client := p.client.Load(); client != nil {
		return &session{client, p}, nil
	}
	client, err := zenmlapi.New(zenmlapi.Options{
		Address: p.address, Surroundings: p.surroundings, Connections: p.concurrency, Requests: &p.requests,
	})
	if err != nil {
		return nil, err
	}
	p.client.Store(client)
	return &session{client, p}, nil
}

// inSession runs work in the provider's session, in time. The clause late, with %s for that time, says what did not happen
// in it.
func (p *Provider) inSession(ctx context.Context, late string, work func(context.Context, *session) error) error {
	return providers.InTime(ctx, p.timeout, late, func(ctx context.Context) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		session, err := p.open(ctx)
		if err != nil {
			return err
		}
		defer session.Close()
		return work(ctx, session)
	})
}
