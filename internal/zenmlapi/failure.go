package zenmlapi

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// A failure says why there is no answer of ZenML's. No text of the server's gets into it.
type failure struct {
	problem *providers.Error
	passing bool          // asking again may help
	untaken bool          // the server did not do what it was asked to, for certain
	after   time.Duration // how long the server wants us to wait; 0 when it does not say
}

func (c *Client) fail(reason providers.Reason, format string, arguments ...any) *failure {
	return &failure{problem: c.problem(reason, format, arguments...)}
}

// notReached explains why no answer came.
func (c *Client) notReached(err error) *failure {
	trouble := connection.Diagnose(err)
	f := c.noAnswer(trouble)
	f.passing = trouble.IsPassing()
	f.untaken = connection.NeverSent(err)
	return f
}

func (c *Client) noAnswer(trouble connection.Trouble) *failure {
	address := c.environment.name(addressNames)
	switch trouble {
	case connection.Late:
		return c.fail(providers.Timeout, "%s did not answer within %s; check that it is well, or raise %s", c.shown, c.timeout,
			c.environment.name(timeoutNames))
	case connection.NoProxy:
		return c.unreachable("the proxy cannot be reached; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY")
	case connection.NoHost, connection.NoHostNow:
		return c.unreachable("its host name cannot be resolved; check %s", address)
	case connection.NoAnswer:
		return c.unreachable("the connection timed out; check %s, firewalls and proxies", address)
	case connection.Refused:
		return c.unreachable("the connection was refused; check that the ZenML server runs there, and %s", address)
	case connection.PlainHTTP:
		return c.unreachable("it speaks plain HTTP; write http:// in %s if that is what you want", address)
	case connection.BrokenOff:
		return c.unreachable("the connection broke off before the answer came; check that the ZenML server runs there, and %s", address)
	}
	return c.noTrustedConnection(trouble)
}

// noTrustedConnection explains what is wrong with TLS.
func (c *Client) noTrustedConnection(trouble connection.Trouble) *failure {
	verify := c.environment.name(verifyNames)
	switch trouble {
	case connection.NoHandshake:
		return c.unreachable("it broke off the TLS handshake; check %s", c.environment.name(addressNames))
	case connection.UnknownAuthority:
		return c.unreachable("its certificate is signed by an authority that is not trusted here; name a file with the "+
			"authority's certificate in %s", verify)
	case connection.OtherName:
		return c.unreachable("its certificate is for another name; check %s", c.environment.name(addressNames))
	case connection.Expired:
		return c.unreachable("its certificate is expired or not yet valid; renew it, or check this machine's clock")
	case connection.NoTLS:
		return c.unreachable("it does not speak TLS; check %s", c.environment.name(addressNames))
	default:
		return c.unreachable("its certificate is not valid; check it, and %s", verify)
	}
}

func (c *Client) unreachable(format string, arguments ...any) *failure {
	return c.fail(providers.Unreachable, "no connection to %s: %s", c.shown, fmt.Sprintf(format, arguments...))
}

// judge tells refusals that say something about the question (nil) from those that say something about the server. A 401
// is the caller's: its token may have expired.
func (c *Client) judge(response *http.Response, body any) *failure {
	switch response.StatusCode {
	case http.StatusUnauthorized:
		return nil
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusConflict,
		http.StatusUnprocessableEntity:
		if isRefusal(body) {
			return nil
		}
	}
	return c.judgeStatus(response)
}

// judgeStatus judges by the status alone.
func (c *Client) judgeStatus(response *http.Response) *failure {
	switch status := response.StatusCode; {
	case status/100 == 3:
		return c.redirected(response)
	case status == http.StatusRequestEntityTooLarge:
		return c.fail(providers.Invalid, "%s refuses what is too large for it (HTTP 413); keep large values elsewhere", c.shown)
	case status == http.StatusTooManyRequests:
		f := c.fail(providers.Throttled, "%s asks to slow down (HTTP 429) even after waiting; lower concurrency in the provider "+
			"block, or run again in a minute", c.shown)
		f.passing, f.after = true, connection.RetryAfter(response)
		return f
	case status == http.StatusNotImplemented:
		return c.fail(providers.Unsupported, "%s has no secrets store (HTTP 501): its operators switched it off "+
			"(ZENML_SECRETS_STORE_TYPE); keep the secrets in another provider", c.shown)
	case status >= 500:
		f := c.fail(providers.ServerError, "%s failed (HTTP %d); look at the ZenML server's log, or run again later", c.shown, status)
		f.passing, f.after = true, connection.RetryAfter(response)
		return f
	}
	return c.notZenML(response.StatusCode)
}

// redirected says how the user finds another origin, to choose it: named here, it would be text of the server's.
func (c *Client) redirected(response *http.Response) *failure {
	location, err := response.Location()
	switch {
	case err != nil:
		return c.notZenML(response.StatusCode)
	case providers.Origin(location) == providers.Origin(c.base):
		return c.fail(providers.ServerError, "%s redirects to itself, and no redirect is followed; ZenML answers such a request "+
			"where it is asked, so check %s, and proxies on the way", c.shown, c.environment.name(addressNames))
	}
	return c.fail(providers.Untrusted, "%s redirects to another address, which was not followed, because you did not choose it; "+
		"curl -sI %s/api/v1/info shows which, and if it is your ZenML server, set %s to it", c.shown, c.shown,
		c.environment.name(addressNames))
}

// refusedUnreadably judges a refusal whose body is not ZenML's: one of a proxy on the way, or of another server.
func (c *Client) refusedUnreadably(response *http.Response) *failure {
	switch status := response.StatusCode; {
	case status/100 == 3, status == http.StatusTooManyRequests, status == http.StatusRequestEntityTooLarge, status >= 500:
		return c.judgeStatus(response)
	case status == http.StatusBadRequest && c.base.Scheme == "http":
		return c.fail(providers.ServerError, "%s gave an answer that is not ZenML's (HTTP 400); if it speaks TLS, write "+
			"https:// in %s", c.shown, c.environment.name(addressNames))
	}
	return c.notZenML(response.StatusCode)
}

func (c *Client) notZenML(status int) *failure {
	return c.fail(providers.ServerError, "%s gave an answer that is not a ZenML server's (HTTP %d); check %s, and proxies on the "+
		"way", c.shown, status, c.environment.name(addressNames))
}

// brokenOff explains why a body could not be read to its end.
func (c *Client) brokenOff(response *http.Response, err error) *failure {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return c.fail(providers.ServerError, "%s gave an answer of more than %d MiB, which is not read", c.shown, maxBodyBytes>>20)
	}
	switch trouble, ofConnection := connection.DiagnoseBody(err); {
	case !ofConnection:
		return c.notZenML(response.StatusCode)
	case trouble == connection.Late:
		return c.fail(providers.Timeout, "%s did not end its answer within %s; check that it is well, or raise %s",
			c.shown, c.timeout, c.environment.name(timeoutNames))
	default:
		return c.fail(providers.ServerError, "the answer of %s broke off; check proxies on the way, or run again", c.shown)
	}
}
