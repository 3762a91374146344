package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/zsv-dev/zsv/providers"
)

// inTime lets work take as long as the provider's argument timeout allows. The clause late, with %s for that time, says
// what did not happen in it.
func (p *Provider) inTime(ctx context.Context, late string, work func(context.Context) error) error {
	limited, cancel := p.limit(ctx)
	defer cancel()
	err := work(limited)
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &providers.Error{Reason: providers.Timeout,
		Detail: fmt.Sprintf(late+"; raise the argument timeout of the provider", p.timeout)}
}

func (p *Provider) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	if p.timeout == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, p.timeout)
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
