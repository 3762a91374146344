package vault

import (
	"errors"
	"net/http"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// words are what there is to say of the server.
func (c *client) words() *connection.Words {
	name := c.environment.name
	return &connection.Words{
		Shown: c.shown, Name: "Vault", Whose: "Vault's", Yours: "your Vault", Waited: c.timeout,
		Address: name("ADDR"), Timeout: name("CLIENT_TIMEOUT"), Authority: name("CACERT"),
		Proxies:   name("PROXY_ADDR") + ", HTTPS_PROXY and NO_PROXY",
		Handshake: "if it wants a certificate of yours, set " + name("CLIENT_CERT") + " and " + name("CLIENT_KEY"),
		OtherName: "check " + name("ADDR") + ", or set " + name("TLS_SERVER_NAME"),
		// Of Vault's own answers only that of a standby node leads to itself, which names its cluster's address.
		Redirects: "check " + name("ADDR") + ", proxies on the way, and the api_addr of a standby node", Probe: "/v1/sys/health",
		Slower: "lower concurrency in the provider block, or set " + name("RATE_LIMIT"), MostBytes: maxBodyBytes,
	}
}

func (c *client) fail(reason providers.Reason, format string, arguments ...any) *connection.Failure {
	return c.words().Fail(reason, format, arguments...)
}

func (c *client) cannotSend() *connection.Failure {
	return c.fail(providers.Invalid, "a request to %s cannot be written; check %s", c.shown, c.environment.name("HEADERS")).
		AndUntaken()
}

func (c *client) tooSlow() *connection.Failure {
	return c.fail(providers.Timeout, "%s leaves no time for all requests to %s; raise it or --timeout",
		c.environment.name("RATE_LIMIT"), c.shown).AndUntaken()
}

// judge tells refusals that say something about the question (nil) from those that say something about the server or
// about who asks.
func (c *client) judge(response *http.Response, refusal refusal) *connection.Failure {
	switch status := response.StatusCode; {
	case refusal.tooLarge() != "":
		return c.tooLarge(refusal.tooLarge())
	case status == http.StatusForbidden && (refusal.says("invalid token") || refusal.says("bad token")),
		status == http.StatusUnauthorized:
		return &connection.Failure{Problem: c.unauthenticated()}
	case status == http.StatusBadRequest, status == http.StatusForbidden, status == http.StatusNotFound,
		status == http.StatusMethodNotAllowed:
		return nil
	case status == http.StatusServiceUnavailable && refusal.says("sealed"):
		return c.fail(providers.Sealed, "Vault at %s is sealed; it answers again when its operators have unsealed it",
			c.shown).ButPassing().AndUntaken()
	}
	return c.judgeStatus(response)
}

// judgeStatus judges by the status alone.
func (c *client) judgeStatus(response *http.Response) *connection.Failure {
	switch status := response.StatusCode; {
	case status == http.StatusRequestEntityTooLarge:
		return c.tooLarge(largeRequest)
	case status == http.StatusPreconditionFailed:
		return c.fail(providers.ServerError, "this node of %s has not caught up with its cluster (HTTP 412); run again, "+
			"or ask the active node", c.shown).ButPassing()
	}
	return c.words().Refused(response)
}

// refusedUnreadably judges a refusal whose body is not Vault's: one of a proxy on the way, or of another server.
func (c *client) refusedUnreadably(response *http.Response, err error) *connection.Failure {
	switch status := response.StatusCode; {
	case status == http.StatusUnauthorized:
		return &connection.Failure{Problem: c.unauthenticated()}
	case status == http.StatusRequestEntityTooLarge:
		return c.judgeStatus(response)
	case errors.Is(err, errNoRefusal), status/100 == 3, status == http.StatusTooManyRequests, status >= 500,
		status == http.StatusBadRequest && c.base.Scheme == "http":
		return c.words().RefusedUnreadably(response)
	default:
		return c.words().BodyBroken(response, err)
	}
}

func (c *client) notVault(status int) *connection.Failure { return c.words().NotTheirs(status) }
