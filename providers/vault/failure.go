package vault

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

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
	f := c.noAnswer(err)
	var (
		operation   *net.OpError
		certificate *tls.CertificateVerificationError
	)
	if errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect") || errors.As(err, &certificate) {
		f.untaken = true // there was no connection
	}
	return f
}

// noAnswer explains from the error's types: its text may quote what the server sent.
func (c *client) noAnswer(err error) *failure {
	var (
		operation  *net.OpError
		resolution *net.DNSError
		alert      tls.AlertError
	)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return c.fail(providers.Timeout, "%s did not answer within %s; check that it is well, or raise %s",
			c.shown, c.timeout, c.environment.name("CLIENT_TIMEOUT"))
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return c.unreachable("the proxy cannot be reached; check %s, HTTPS_PROXY and NO_PROXY",
			c.environment.name("PROXY_ADDR"))
	case errors.As(err, &resolution):
		f := c.unreachable("its host name cannot be resolved; check %s", c.environment.name("ADDR"))
		f.passing = resolution.IsTemporary
		return f
	case isTimeout(err):
		return c.unreachable("the connection timed out; check %s, firewalls and proxies", c.environment.name("ADDR"))
	case errors.Is(err, syscall.ECONNREFUSED):
		return c.unreachable("the connection was refused; check that Vault runs there, and %s",
			c.environment.name("ADDR")).butPassing()
	case errors.Is(err, http.ErrSchemeMismatch):
		return c.unreachable("it speaks plain HTTP; write http:// in %s if that is what you want",
			c.environment.name("ADDR"))
	case errors.As(err, &alert), operation != nil && operation.Op == "remote error":
		return c.unreachable("it broke off the TLS handshake; if it wants a certificate of yours, set %s and %s",
			c.environment.name("CLIENT_CERT"), c.environment.name("CLIENT_KEY"))
	}
	if problem := c.certificateProblem(err); problem != "" {
		return c.unreachable("%s", problem)
	}
	return c.unreachable("the connection broke off before the answer came; check that Vault runs there, and %s",
		c.environment.name("ADDR")).butPassing()
}

func (c *client) unreachable(format string, arguments ...any) *failure {
	return c.fail(providers.Unreachable, "no connection to %s: %s", c.shown, fmt.Sprintf(format, arguments...))
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func (c *client) certificateProblem(err error) string {
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		any      *tls.CertificateVerificationError
		record   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &unknown):
		return fmt.Sprintf("its certificate is signed by an authority that is not trusted here; name the authority's "+
			"certificate in %s", c.environment.name("CACERT"))
	case errors.As(err, &hostname):
		return fmt.Sprintf("its certificate is for another name; check %s, or set %s",
			c.environment.name("ADDR"), c.environment.name("TLS_SERVER_NAME"))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate is expired or not yet valid; renew it, or check this machine's clock"
	case errors.As(err, &invalid), errors.As(err, &any):
		return fmt.Sprintf("its certificate is not valid; check it, and %s", c.environment.name("CACERT"))
	case errors.As(err, &record):
		return fmt.Sprintf("it does not speak TLS; check %s", c.environment.name("ADDR"))
	}
	return ""
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
		f.after = retryAfter(response)
		return f
	case status == http.StatusPreconditionFailed:
		return c.fail(providers.ServerError, "this node of %s has not caught up with its cluster (HTTP 412); run again, "+
			"or ask the active node", c.shown).butPassing()
	case status >= 500:
		f := c.fail(providers.ServerError, "%s failed (HTTP %d); look at Vault's log, or run again later",
			c.shown, status).butPassing()
		f.after = retryAfter(response)
		return f
	}
	return c.notVault(response.StatusCode)
}

func retryAfter(response *http.Response) time.Duration {
	seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// redirected says how the user finds another origin, to choose it: named here, it would be text of the server's. The
// user's own needs no choice, and is not followed either: of Vault's own answers only that of a standby node leads there,
// which names its cluster's address.
func (c *client) redirected(response *http.Response) *failure {
	location, err := response.Location()
	switch {
	case err != nil:
		return c.notVault(response.StatusCode)
	case origin(location) == origin(c.base):
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
	switch {
	case errors.As(err, &tooLarge):
		return c.fail(providers.ServerError, "%s gave an answer of more than %d MiB, which is not read", c.shown,
			maxBodyBytes>>20)
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return c.fail(providers.Timeout, "%s did not end its answer within %s; check that it is well, or raise %s",
			c.shown, c.timeout, c.environment.name("CLIENT_TIMEOUT"))
	case errors.Is(err, io.ErrUnexpectedEOF), isNetwork(err):
		return c.fail(providers.ServerError, "the answer of %s broke off; check proxies on the way, or run again", c.shown)
	}
	return c.notVault(response.StatusCode)
}

func isNetwork(err error) bool {
	var network *net.OpError
	return errors.As(err, &network) || errors.Is(err, syscall.ECONNRESET) ||
		strings.Contains(err.Error(), "http2: ") // net/http gives these no type
}
