package connection

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// A Failure says why there is no answer of the server's that means something. No text of the server's gets into it: whatever
// answers there may send back what it was sent.
type Failure struct {
	Problem *providers.Error
	Passing bool          // asking again may help
	Untaken bool          // the server did not do what it was asked to, for certain
	After   time.Duration // how long the server wants us to wait; 0 when it does not say
}

// ButPassing says that asking again may help.
func (f *Failure) ButPassing() *Failure { f.Passing = true; return f }

// AndUntaken says that the server did not do what it was asked to.
func (f *Failure) AndUntaken() *Failure { f.Untaken = true; return f }

// Unwaited is the problem of a request that is not repeated because the server wants a longer wait than there is time for.
func (f *Failure) Unwaited() *providers.Error {
	if f.After > 0 {
		f.Problem.Detail += fmt.Sprintf("; it wants to be asked again in %s, which is later than there is time for", f.After)
	}
	return f.Problem
}

// Words are what there is to say of one server: how it is called, and where its user sets what.
type Words struct {
	Shown  string        // the address as people may see it
	Name   string        // "the ZenML server"
	Whose  string        // "a ZenML server's"
	Yours  string        // "your ZenML server"
	Waited time.Duration // for one answer
	// Variables, or what else the user sets.
	Address, Timeout, Authority string
	Proxies                     string // what is said of the proxy: "HTTPS_PROXY, HTTP_PROXY and NO_PROXY"
	Handshake                   string // what to do where TLS is broken off: "check ZENML_STORE_URL"
	OtherName                   string // what to do where the certificate is for another name
	Redirects                   string // what to do where the server redirects to itself
	Probe                       string // a path that shows where it redirects to
	Slower                      string // what to do where it asks to slow down
	MostBytes                   int    // of an answer
}

// Fail makes a failure.
func (w *Words) Fail(reason providers.Reason, format string, arguments ...any) *Failure {
	return &Failure{Problem: &providers.Error{Reason: reason, Detail: fmt.Sprintf(format, arguments...)}}
}

// NotReached explains why no answer came, by the error of http.Client.Do.
func (w *Words) NotReached(err error) *Failure {
	trouble := Diagnose(err)
	f := w.noAnswer(trouble)
	f.Passing = trouble.IsPassing()
	f.Untaken = NeverSent(err)
	return f
}

func (w *Words) noAnswer(trouble Trouble) *Failure {
	switch trouble {
	case Late:
		return w.Fail(providers.Timeout, "%s did not answer within %s; check that it is well, or raise %s", w.Shown, w.Waited,
			w.Timeout)
	case NoProxy:
		return w.unreachable("the proxy cannot be reached; check %s", w.Proxies)
	case NoHost, NoHostNow:
		return w.unreachable("its host name cannot be resolved; check %s", w.Address)
	case NoAnswer:
		return w.unreachable("the connection timed out; check %s, firewalls and proxies", w.Address)
	case Refused:
		return w.unreachable("the connection was refused; check that %s runs there, and %s", w.Name, w.Address)
	case PlainHTTP:
		return w.unreachable("it speaks plain HTTP; write http:// in %s if that is what you want", w.Address)
	case BrokenOff:
		return w.unreachable("the connection broke off before the answer came; check that %s runs there, and %s", w.Name, w.Address)
	}
	return w.noTrustedConnection(trouble)
}

// noTrustedConnection explains what is wrong with TLS.
func (w *Words) noTrustedConnection(trouble Trouble) *Failure {
	switch trouble {
	case NoHandshake:
		return w.unreachable("it broke off the TLS handshake; %s", w.Handshake)
	case UnknownAuthority:
		return w.unreachable("its certificate is signed by an authority that is not trusted here; name a file with the "+
			"authority's certificate in %s", w.Authority)
	case OtherName:
		return w.unreachable("its certificate is for another name; %s", w.OtherName)
	case Expired:
		return w.unreachable("its certificate is expired or not yet valid; renew it, or check this machine's clock")
	case NoTLS:
		return w.unreachable("it does not speak TLS; check %s", w.Address)
	default:
		return w.unreachable("its certificate is not valid; check it, and %s", w.Authority)
	}
}

func (w *Words) unreachable(format string, arguments ...any) *Failure {
	return w.Fail(providers.Unreachable, "no connection to %s: %s", w.Shown, fmt.Sprintf(format, arguments...))
}

// Refused judges a refusal by its status alone.
func (w *Words) Refused(response *http.Response) *Failure {
	switch status := response.StatusCode; {
	case status/100 == 3:
		return w.redirected(response)
	case status == http.StatusTooManyRequests:
		f := w.Fail(providers.Throttled, "%s asks to slow down (HTTP 429); %s", w.Shown, w.Slower)
		f.Passing, f.After = true, RetryAfter(response)
		return f
	case status >= http.StatusInternalServerError:
		f := w.Fail(providers.ServerError, "%s failed (HTTP %d); look at the log of %s, or run again later", w.Shown, status, w.Name)
		f.Passing, f.After = true, RetryAfter(response)
		return f
	}
	return w.NotTheirs(response.StatusCode)
}

// redirected says how the user finds another origin, to choose it: named here, it would be text of the server's. The user's
// own needs no choice, and is not followed either.
func (w *Words) redirected(response *http.Response) *Failure {
	location, err := response.Location()
	switch {
	case err != nil:
		return w.NotTheirs(response.StatusCode)
	case providers.Origin(location) == providers.Origin(response.Request.URL):
		return w.Fail(providers.ServerError, "%s redirects to itself, and no redirect is followed; %s answers such a request where "+
			"it is asked, so %s", w.Shown, w.Name, w.Redirects)
	}
	return w.Fail(providers.Untrusted, "%s redirects to another address, which was not followed, because you did not choose it; "+
		"curl -sI %s%s shows which, and if it is %s, set %s to it", w.Shown, w.Shown, w.Probe, w.Yours, w.Address)
}

// RefusedUnreadably judges a refusal whose body is not the server's: one of a proxy on the way, or of another server.
func (w *Words) RefusedUnreadably(response *http.Response) *Failure {
	switch status := response.StatusCode; {
	case status/100 == 3, status == http.StatusTooManyRequests, status >= http.StatusInternalServerError:
		return w.Refused(response)
	case status == http.StatusBadRequest && response.Request.URL.Scheme == "http":
		return w.Fail(providers.ServerError, "%s gave an answer that is not %s (HTTP 400); if it speaks TLS, write https:// in %s",
			w.Shown, w.Whose, w.Address)
	}
	return w.NotTheirs(response.StatusCode)
}

// NotTheirs says that what answers there is another server.
func (w *Words) NotTheirs(status int) *Failure {
	return w.Fail(providers.ServerError, "%s gave an answer that is not %s (HTTP %d); check %s, and proxies on the way", w.Shown,
		w.Whose, status, w.Address)
}

// BodyBroken explains why a body could not be read to its end.
func (w *Words) BodyBroken(response *http.Response, err error) *Failure {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return w.Fail(providers.ServerError, "%s gave an answer of more than %d MiB, which is not read", w.Shown, w.MostBytes>>20)
	}
	switch trouble, ofConnection := DiagnoseBody(err); {
	case !ofConnection:
		return w.NotTheirs(response.StatusCode)
	case trouble == Late:
		return w.Fail(providers.Timeout, "%s did not end its answer within %s; check that it is well, or raise %s", w.Shown, w.Waited,
			w.Timeout)
	default:
		return w.Fail(providers.ServerError, "the answer of %s broke off; check proxies on the way, or run again", w.Shown)
	}
}
