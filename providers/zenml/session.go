package zenml

import (
	"context"
	"errors"
	"strings"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// A session is a client that serves all that the provider is asked: it logs in once.
type session struct {
	*zenmlapi.Client
	provider *Provider
	// touched says that a request was sent that may have changed something. A session that changes something serves that alone.
	touched bool
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
		return &session{Client: client, provider: p}, nil
	}
	client, err := zenmlapi.New(zenmlapi.Options{
		Address: p.address, Surroundings: p.surroundings, Connections: p.concurrency, Requests: &p.requests,
	})
	if err != nil {
		return nil, err
	}
	p.client.Store(client)
	return &session{Client: client, provider: p}, nil
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

// notSent is what people are told of a change that was not made, for certain.
const notSent = "nothing was sent that would change it"

// inChange is inSession for one change. An error says whether it may have been made.
func (p *Provider) inChange(ctx context.Context, late string, work func(context.Context, *session) error) error {
	touched := false
	err := p.inSession(ctx, late, func(ctx context.Context, s *session) error {
		err := work(ctx, s)
		touched = s.touched
		return err
	})
	var known *providers.Error
	switch {
	case err == nil, touched:
		return err
	case errors.As(err, &known):
		return &providers.Error{Reason: known.Reason, Detail: strings.Replace(known.Detail, notKnown, notSent, 1), Err: known.Err,
			Untouched: true}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		reason, detail := providers.ReasonOf(err)
		return &providers.Error{Reason: reason, Detail: detail + "; " + notSent, Err: err, Untouched: true}
	}
	return err
}

// change sends what changes something, and notes whether it was carried out, or may have been.
func (s *session) change(ctx context.Context, r zenmlapi.Request) (reply zenmlapi.Reply, doubt, err error) {
	reply, doubt, err = s.Send(ctx, r)
	s.touched = s.touched || doubt != nil || err == nil
	return reply, doubt, err
}
