package zenmlapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// An account knows the token of the moment. A token that the server took once and does not take any more has expired: then
// the account logs in anew, once for all that wait. One that the server never took is wrong, and not asked for again: five
// logins a minute are all that some servers allow.
type account struct {
	credential credential
	// turn is held while the account is looked at or logs in; a channel, so that waiting for it ends with the context.
	turn  chan struct{}
	token providers.Value
	// number is that of the token, from 1; 0 before the first.
	number int
	// taken says that the server took this token.
	taken bool
	// refused is why there will be no token.
	refused error
}

func newAccount(credential credential) *account {
	a := &account{credential: credential, turn: make(chan struct{}, 1), token: credential.token}
	if a.token.IsSet() {
		a.number = 1
	}
	return a
}

// enter waits for the turn. The error is the context's.
func (a *account) enter(ctx context.Context) error {
	select {
	case a.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *account) leave() { <-a.turn }

// A pass is a token with its number.
type pass struct {
	token  providers.Value
	number int
}

// pass returns a token that is not older than those that were refused: those up to this number. It logs in where there is
// none.
func (c *Client) pass(ctx context.Context, refused int) (pass, error) {
	a := c.account
	if err := a.enter(ctx); err != nil {
		return pass{}, err
	}
	defer a.leave()
	switch {
	case a.refused != nil:
		return pass{}, a.refused
	case a.number > refused:
		return pass{a.token, a.number}, nil
	case a.credential.login == nil, refused > 0 && !a.taken && a.token != a.credential.token:
		a.refused = c.notTaken()
		return pass{}, a.refused
	}
	token, err := c.logIn(ctx)
	if err != nil {
		if reason, _ := providers.ReasonOf(err); reason == providers.Unauthenticated {
			a.refused = err
		}
		return pass{}, err
	}
	a.token, a.taken = token, false
	a.number++
	return pass{a.token, a.number}, nil
}

// took notes that the server took a token.
func (c *Client) took(ctx context.Context, number int) {
	a := c.account
	if a.enter(ctx) == nil {
		a.taken = a.taken || a.number == number
		a.leave()
	}
}

// giveUp notes that the server did not take the token of this number, although it was new, and returns what that means.
func (c *Client) giveUp(ctx context.Context, number int) error {
	a := c.account
	if err := a.enter(ctx); err != nil {
		return err
	}
	defer a.leave()
	err := c.notTaken()
	if a.number == number && !a.taken {
		a.refused = err
	}
	return err
}

// logIn asks for a token.
func (c *Client) logIn(ctx context.Context) (providers.Value, error) {
	reply, _, err := c.send(ctx, Request{Method: http.MethodPost, Path: "login", form: c.account.credential.form()}, "")
	if err != nil {
		return providers.Value{}, err
	}
	body, _ := reply.Body.(strictjson.Object)
	token, _ := body["access_token"].(string)
	_, elsewhere := body["authorization_url"]
	switch {
	case !reply.OK():
		return providers.Value{}, c.loginRefused(reply)
	case token != "" && !isOdd(token):
		return providers.NewValue(token), nil
	case elsewhere:
		return providers.Value{}, c.problem(providers.Unauthenticated, "%s wants its users to log in elsewhere, in a browser; set "+
			"%s to the key of a service account, or %s to a token", c.shown, keyNames[0], tokenNames[0])
	}
	return providers.Value{}, c.notZenML(reply.Status)
}

func (c *Client) loginRefused(reply Reply) error {
	source := c.account.credential.loginSource
	if reply.Status == http.StatusUnauthorized {
		return c.problem(providers.Unauthenticated, "%s does not accept what %s says: it is wrong, was rotated or deleted, or of "+
			"another server; make a new key (zenml service-account api-key NAME create KEY), and set %s to it", c.shown, source,
			keyNames[0])
	}
	return c.problem(providers.Unauthenticated, "%s refused the login (HTTP %d); check %s, and whether the account is active",
		c.shown, reply.Status, source)
}

// notTaken says that the server does not know who asks, and where the token came from.
func (c *Client) notTaken() error {
	credential := c.account.credential
	if credential.login == nil {
		return c.problem(providers.Unauthenticated, "%s does not accept the token from %s: it is wrong, has expired, or is of "+
			"another server; set a new one, or set %s to the key of a service account, which does not expire",
			c.shown, credential.tokenSource, keyNames[0])
	}
	return c.problem(providers.Unauthenticated, "%s does not accept the token that it gave for %s; check that the account is "+
		"active, and the clocks of the server and of what stands before it", c.shown, credential.loginSource)
}

func (c *Client) problem(reason providers.Reason, format string, arguments ...any) *providers.Error {
	return &providers.Error{Reason: reason, Detail: fmt.Sprintf(format, arguments...)}
}
