package vault

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

// inTime lets work take as long as the provider's argument timeout allows. The clause late, with %s for that time, says
// what did not happen in it.
func (p *Provider) inTime(ctx context.Context, late string, work func(context.Context) error) error {
	return providers.InTime(ctx, p.timeout, late, work)
}

// inSession runs work in the provider's session, in time.
func (p *Provider) inSession(ctx context.Context, late string, work func(context.Context, *session) error) error {
	return p.inTime(ctx, late, func(ctx context.Context) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		session, err := p.open(ctx)
		if err != nil {
			return err
		}
		defer session.http.CloseIdleConnections()
		return work(ctx, session)
	})
}
