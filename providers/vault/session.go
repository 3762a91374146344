package vault

import (
	"context"
	"fmt"
	"net/http"

	"github.com/zsv-dev/zsv/providers"
)

// A session is a client that is logged in, and what is known of the mount. It is opened by the first check and serves
// all later ones: the secret ID of an AppRole may be good for one login only.
type session struct {
	*client
	provider *Provider
	engine   engine
}

// open returns the session, and opens it first where there is none.
func (p *Provider) open(ctx context.Context) (*session, error) {
	select {
	case p.opening <- struct{}{}:
		defer func() { <-p.opening }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if opened := p.session.Load(); opened != nil {
		return opened, nil
	}
	opened, err := p.newSession(ctx)
	if err == nil {
		p.session.Store(opened)
	}
	return opened, err
}

func (p *Provider) newSession(ctx context.Context) (*session, error) {
	target, err := p.target()
	if err != nil {
		return nil, err
	}
	client, err := p.newClient(target)
	if err != nil {
		return nil, err
	}
	if client.credential, err = p.findCredential(client.environment); err != nil && !target.agent {
		return nil, err
	}
	defer client.http.CloseIdleConnections() // whoever checks with the session does the same
	if err := client.logIn(ctx); err != nil {
		return nil, err
	}
	engine, reply, err := client.lookUp(ctx, p.arguments)
	if err == nil && !client.credential.token.IsSet() && refusedForWantOfToken(reply) {
		err = noCredentials(client.shown)
	}
	if err == nil && engine.version == 1 && p.layout != plainLayout {
		err = &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("the mount %q is KV version 1, and ZenML keeps "+
			"secrets in version 2 alone, so it was not asked; correct the mount, or leave the layout out", p.mount)}
	}
	return &session{client, p, engine}, err
}

func refusedForWantOfToken(r reply) bool {
	return r.status == http.StatusForbidden || r.status == http.StatusBadRequest
}

func noCredentials(address string) error {
	return &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf(
		"there is no token for %s: set VAULT_TOKEN, log in by `vault login`, or write an auth block", address)}
}
