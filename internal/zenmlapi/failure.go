package zenmlapi

import (
	"net/http"
	"time"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// words are what there is to say of the server.
func (e environment) words(shown string, waited time.Duration) connection.Words {
	address := e.name(addressNames)
	return connection.Words{
		Shown: shown, Name: "the ZenML server", Whose: "a ZenML server's", Yours: "your ZenML server", Waited: waited,
		Address: address, Timeout: e.name(timeoutNames), Authority: e.name(verifyNames),
		Proxies: "HTTPS_PROXY, HTTP_PROXY and NO_PROXY", Handshake: "check " + address, OtherName: "check " + address,
		Redirects: "check " + address + ", and proxies on the way", Probe: "/api/v1/info",
		Slower: "lower concurrency in the provider block, or run again in a minute", MostBytes: maxBodyBytes,
	}
}

// judge tells refusals that say something about the question (nil) from those that say something about the server. A 401
// is the caller's: its token may have expired.
func (c *Client) judge(response *http.Response, body any) *connection.Failure {
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
func (c *Client) judgeStatus(response *http.Response) *connection.Failure {
	switch response.StatusCode {
	case http.StatusRequestEntityTooLarge:
		return c.words.Fail(providers.Invalid, "%s refuses what is too large for it (HTTP 413); keep large values elsewhere", c.shown)
	case http.StatusNotImplemented:
		return c.words.Fail(providers.Unsupported, "%s has no secrets store (HTTP 501): its operators switched it off "+
			"(ZENML_SECRETS_STORE_TYPE); keep the secrets in another provider", c.shown)
	}
	return c.words.Refused(response)
}

// refusedUnreadably judges a refusal whose body is not ZenML's.
func (c *Client) refusedUnreadably(response *http.Response) *connection.Failure {
	switch response.StatusCode {
	case http.StatusRequestEntityTooLarge, http.StatusNotImplemented:
		return c.judgeStatus(response)
	}
	return c.words.RefusedUnreadably(response)
}

// notZenML says that what answers there is another server.
func (c *Client) notZenML(status int) error { return c.words.NotTheirs(status).Problem }
