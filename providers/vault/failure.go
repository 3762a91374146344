package vault

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// A failure says why there is no answer of Vault's. No text of the server's gets into it: whatever answers there may
// send back what it was sent.
type failure struct {
	problem *providers.Error
	passing bool          // asking again may help
	untaken bool          // the server did not do what it was asked to, for certain
	after   time.Duration // how long the server wants us to wait; 0 when it does not say
}

func (c *client) fail(reason providers.Reason, format string, arguments ...any) *failure {
	return &failure{problem: &providers.Error{Reason: reason, Detail: fmt.Sprintf(format, arguments...)}}
}

func (f *failure) butPassing() *failure { f.passing = true; return f }

func (f *failure) andUntaken() *failure { f.untaken = true; return f }

func (c *client) cannotSend() *failure {
	return c.fail(providers.Invalid, "a request to %s cannot be written; check %s", c.shown, c.environment.name("HEADERS")).
		andUntaken()
}

func (c *client) tooSlow() *failure {
	return c.fail(providers.Timeout, "%s leaves no time for all requests to %s; raise it or --timeout",
		c.environment.name("RATE_LIMIT"), c.shown).andUntaken()
}

// notReached explains why no answer came.
func (c *client) notReached(err error) *failure {
	trouble := connection.Diagnose(err)
	f := c.noAnswer(trouble)
	f.passing = trouble.IsPassing()
	f.untaken = connection.NeverSent(err)
	return f
}

func (c *client) noAnswer(trouble connection.Trouble) *failure {
	name := c.environment.name
	switch trouble {
	case connection.Late:
		return c.fail(providers.Timeout, "%s did not answer within %s; check that it is well, or raise %s",
			c.shown, c.timeout, name("CLIENT_TIMEOUT"))
	case connection.NoProxy:
		return c.unreachable("the proxy cannot be reached; check %s, HTTPS_PROXY and NO_PROXY", name("PROXY_ADDR"))
	case connection.NoHost, connection.NoHostNow:
		return c.unreachable("its host name cannot be resolved; check %s", name("ADDR"))
	case connection.NoAnswer:
		return c.unreachable("the connection timed out; check %s, firewalls and proxies", name("ADDR"))
	case connection.Refused:
		return c.unreachable("the connection was refused; check that Vault runs there, and %s", name("ADDR"))
	case connection.PlainHTTP:
		return c.unreachable("it speaks plain HTTP; write http:// in %s if that is what you want", name("ADDR"))
	case connection.BrokenOff:
		return c.unreachable("the connection broke off before the answer came; check that Vault runs there, and %s", name("ADDR"))
	}
	return c.noTrustedConnection(trouble)
}

// noTrustedConnection explains what is wrong with TLS.
func (c *client) noTrustedConnection(trouble connection.Trouble) *failure {
	name := c.environment.name
	switch trouble {
	case connection.NoHandshake:
		return c.unreachable("it broke off the TLS handshake; if it wants a certificate of yours, set %s and %s",
			name("CLIENT_CERT"), name("CLIENT_KEY"))
	case connection.UnknownAuthority:
		return c.unreachable("its certificate is signed by an authority that is not trusted here; name the authority's "+
			"certificate in %s", name("CACERT"))
	case connection.OtherName:
		return c.unreachable("its certificate is for another name; check %s, or set %s", name("ADDR"), name("TLS_SERVER_NAME"))
	case connection.Expired:
		return c.unreachable("its certificate is expired or not yet valid; renew it, or check this machine's clock")
	case connection.NoTLS:
		return c.unreachable("it does not speak TLS; check %s", name("ADDR"))
	default:
		return c.unreachable("its certificate is not valid; check it, and %s", name("CACERT"))
	}
}

func (c *client) unreachable(format string, arguments ...any) *failure {
	return c.fail(providers.Unreachable, "no connection to %s: %s", c.shown, fmt.Sprintf(format, arguments...))
}

// judge tells refusals that say something about the question (nil) from those that say something about the server or
// about who asks.
func (c *client) judge(response *http.Response, refusal refusal) *failure {
	switch status := response.StatusCode; {
	case refusal.tooLarge() != "":
		return c.tooLarge(refusal.tooLarge())
	case status == http.StatusForbidden && (refusal.says("invalid token") || refusal.says("bad token")),
		status == http.StatusUnauthorized:
		return &failure{problem: c.unauthenticated()}
	case status == http.StatusBadRequest, status == http.StatusForbidden, status == http.StatusNotFound,
		status == http.StatusMethodNotAllowed:
		return nil
	case status == http.StatusServiceUnavailable && refusal.says("sealed"):
		return c.fail(providers.Sealed, "Vault at %s is sealed; it answers again when its operators have unsealed it",
			c.shown).butPassing().andUntaken()
	}
	return c.judgeStatus(response)
}

// judgeStatus judges by the status alone.
func (c *client) judgeStatus(response *http.Response) *failure {
	switch status := response.StatusCode; {
	case status == http.StatusRequestEntityTooLarge:
		return c.tooLarge(largeRequest)
	case status/100 == 3:
		return c.redirected(response)
	case status == http.StatusTooManyRequests:
		f := c.fail(providers.Throttled, "%s asks to slow down (HTTP 429) even after waiting; lower concurrency in the "+
			"provider block, or set %s", c.shown, c.environment.name("RATE_LIMIT")).butPassing()
		f.after = connection.RetryAfter(response)
		return f
	case status == http.StatusPreconditionFailed:
		return c.fail(providers.ServerError, "this node of %s has not caught up with its cluster (HTTP 412); run again, "+
			"or ask the active node", c.shown).butPassing()
	case status >= 500:
		f := c.fail(providers.ServerError, "%s failed (HTTP %d); look at Vault's log, or run again later",
			c.shown, status).butPassing()
		f.after = connection.RetryAfter(response)
		return f
	}
	return c.notVault(response.StatusCode)
}

// redirected says how the user finds another origin, to choose it: named here, it would be text of the server's. The
// user's own needs no choice, and is not followed either: of Vault's own answers only that of a standby node leads there,
// which names its cluster's address.
func (c *client) redirected(response *http.Response) *failure {
	location, err := response.Location()
	switch {
	case err != nil:
		return c.notVault(response.StatusCode)
	case providers.Origin(location) == providers.Origin(c.base):
		return c.fail(providers.ServerError, "%s redirects to itself, and no redirect is followed; Vault answers such a "+
			"request where it is asked, so check %s, proxies on the way, and the api_addr of a standby node",
			c.shown, c.environment.name("ADDR"))
	}
	return c.fail(providers.Untrusted, "%s redirects to another address, which was not followed, because you did not "+
		"choose it; curl -sI %s/v1/sys/health shows which, and if it is your Vault, set %s to it", c.shown, c.shown,
		c.environment.name("ADDR"))
}

// refusedUnreadably judges a refusal whose body is not Vault's: one of a proxy on the way, or of another server.
func (c *client) refusedUnreadably(response *http.Response, err error) *failure {
	switch status := response.StatusCode; {
	case status == http.StatusUnauthorized:
		return &failure{problem: c.unauthenticated()}
	case status/100 == 3, status == http.StatusTooManyRequests, status == http.StatusRequestEntityTooLarge, status >= 500:
		return c.judgeStatus(response)
	case status == http.StatusBadRequest && c.base.Scheme == "http":
		return c.fail(providers.ServerError, "%s gave an answer that is not Vault's (HTTP 400); if it speaks TLS, write "+
			"https:// in %s", c.shown, c.environment.name("ADDR"))
	case errors.Is(err, errNoRefusal):
		return c.notVault(response.StatusCode)
	default:
		return c.brokenOff(response, err)
	}
}

func (c *client) notVault(status int) *failure {
	return c.fail(providers.ServerError, "%s gave an answer that is not Vault's (HTTP %d); check %s, and proxies on the way",
		c.shown, status, c.environment.name("ADDR"))
}

// brokenOff explains why a body could not be read to its end.
func (c *client) brokenOff(response *http.Response, err error) *failure {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return c.fail(providers.ServerError, "%s gave an answer of more than %d MiB, which is not read", c.shown,
			maxBodyBytes>>20)
	}
	switch trouble, ofConnection := connection.DiagnoseBody(err); {
	case !ofConnection:
		return c.notVault(response.StatusCode)
	case trouble == connection.Late:
		return c.fail(providers.Timeout, "%s did not end its answer within %s; check that it is well, or raise %s",
			c.shown, c.timeout, c.environment.name("CLIENT_TIMEOUT"))
	default:
		return c.fail(providers.ServerError, "the answer of %s broke off; check proxies on the way, or run again", c.shown)
	}
}
