package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// A request is one question to Vault.
type request struct {
	method string
	path   string     // below /v1/, not escaped, never cleaned
	query  url.Values // may be nil
	body   any        // becomes JSON; nil for none. May hold a credential or values, so it is never logged.
	once   bool       // not to be sent again where it may have been carried out already
}

// A reply is what came back where Vault itself answered.
type reply struct {
	status  int
	date    time.Time // the server's clock; ours when it does not say
	refusal refusal   // of a status that is not 2xx
}

// A refusal is the body of an answer that is not 2xx.
type refusal struct {
	errors []string
	bare   bool // the body is exactly {"errors":[]}
	data   json.RawMessage
}

func (r reply) ok() bool     { return r.status == http.StatusOK || r.status == http.StatusNoContent }
func (r reply) denied() bool { return r.status == http.StatusForbidden }

// noRoute says that no engine is mounted there.
func (r reply) noRoute() bool {
	return r.status == http.StatusNotFound && r.refusal.says("no handler for route")
}

func (r refusal) says(text string) bool {
	for _, message := range r.errors {
		if strings.Contains(message, text) {
			return true
		}
	}
	return false
}

// maxBodyBytes is far above what Vault sends: a secret holds at most 1 MiB, 100,000 names of a listing take less than
// this.
const maxBodyBytes = 8 << 20

// ask sends a request and decodes the answer into into, which may be nil. It repeats what failed for the moment. The
// error is the context's own when that ended, else a *providers.Error.
func (c *client) ask(ctx context.Context, r request, into any) (reply, error) {
	reply, _, err := c.send(ctx, r, into)
	return reply, err
}

// send is ask for what changes something. A doubt is why it is not known whether a try was carried out, whatever the reply
// says: its answer was lost. nil where the reply, or the error, tells all.
func (c *client) send(ctx context.Context, r request, into any) (answer reply, doubt *connection.Failure, err error) {
	c.requests.Add(1)
	for attempt := 0; ; attempt++ {
		answer, failure := c.try(ctx, r, into)
		if failure != nil && !failure.Untaken {
			doubt = failure
		}
		if ctx.Err() != nil {
			return answer, doubt, ctx.Err()
		}
		if failure == nil {
			return answer, doubt, nil
		}
		c.log.Debug("vault: no answer", "method", r.method, "path", r.path, "attempt", attempt+1,
			"reason", failure.Problem.Reason, "detail", failure.Problem.Detail)
		switch {
		case r.once && doubt != nil, !failure.Passing, attempt >= c.repetitions:
			return answer, doubt, failure.Problem
		case !connection.Pause(ctx, attempt, failure.After):
			return answer, doubt, failure.Unwaited()
		}
	}
}

// try sends a request once.
func (c *client) try(ctx context.Context, r request, into any) (reply, *connection.Failure) {
	if c.limiter != nil {
		if err := c.limiter.Wait(ctx); err != nil {
			return reply{}, c.tooSlow()
		}
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	httpRequest, err := c.build(ctx, r)
	if err != nil {
		return reply{}, c.cannotSend()
	}
	response, err := c.http.Do(httpRequest)
	if err != nil {
		return reply{}, c.words().NotReached(err)
	}
	defer response.Body.Close()
	response.Body = http.MaxBytesReader(nil, response.Body, maxBodyBytes)
	c.log.Debug("vault: answer", "method", r.method, "path", r.path, "status", response.StatusCode)
	answer, failure := c.read(response, into)
	if failure != nil && refusesUntaken(response.StatusCode) {
		failure.Untaken = true
	}
	return answer, failure
}

// refusesUntaken says whether a status, whoever sent it, is of a request that was not carried out.
func refusesUntaken(status int) bool {
	return status >= 300 && status < 500 && status != http.StatusRequestTimeout
}

func (c *client) build(ctx context.Context, r request) (*http.Request, error) {
	address := *c.base
	address.Path = strings.TrimSuffix(address.Path, "/") + "/v1/" + r.path
	address.RawPath = ""
	address.RawQuery = r.query.Encode()
	var body io.Reader
	if r.body != nil {
		text, err := encode(r.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	httpRequest, err := http.NewRequestWithContext(ctx, r.method, address.String(), body)
	if err != nil {
		return nil, err
	}
	httpRequest.Header = c.header.Clone()
	if r.method == http.MethodPatch {
		httpRequest.Header.Set("Content-Type", "application/merge-patch+json") // Vault takes no other
	}
	if c.credential.token.IsSet() {
		httpRequest.Header.Set("X-Vault-Token", c.credential.token.Reveal())
	}
	return httpRequest, nil
}

// read judges the status and decodes the body.
func (c *client) read(response *http.Response, into any) (reply, *connection.Failure) {
	answer := reply{status: response.StatusCode, date: time.Now()}
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		answer.date = date
	}
	if answer.ok() {
		return answer, c.decode(response, into)
	}
	var err error
	if answer.refusal, err = readRefusal(response.Body); errors.Is(err, errEmpty) && isMissedPatch(response) {
		return answer, nil
	} else if err != nil {
		return answer, c.refusedUnreadably(response, err)
	}
	return answer, c.judge(response, answer.refusal)
}

func (c *client) decode(response *http.Response, into any) *connection.Failure {
	if into == nil {
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind != "application/json" {
		return c.notVault(response.StatusCode)
	}
	decoder := json.NewDecoder(response.Body)
	var text json.RawMessage
	if err := decoder.Decode(&text); err != nil {
		return c.words().BodyBroken(response, err)
	}
	var failed struct {
		Errors []unread `json:"errors"`
	}
	if json.Unmarshal(text, into) != nil || json.Unmarshal(text, &failed) != nil || len(failed.Errors) > 0 {
		return c.notVault(response.StatusCode)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return c.notVault(response.StatusCode)
	}
	return nil
}

// errNoRefusal says that a body is not one of Vault's refusals.
var errNoRefusal = errors.New("not an answer of Vault's")

// errEmpty says that there is no body.
var errEmpty = fmt.Errorf("%w: it is empty", errNoRefusal)

// isMissedPatch says whether it is how Vault refuses to change what is not there: it has no word for that.
func isMissedPatch(response *http.Response) bool {
	return response.StatusCode == http.StatusNotFound && response.Request.Method == http.MethodPatch
}

func readRefusal(body io.Reader) (refusal, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return refusal{}, err
	}
	if len(text) == 0 {
		return refusal{}, errEmpty
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return refusal{}, errNoRefusal
	}
	var read refusal
	messages, hasErrors := members["errors"]
	if hasErrors && json.Unmarshal(messages, &read.errors) != nil {
		return refusal{}, errNoRefusal
	}
	read.data = members["data"]
	if !hasErrors && read.data == nil {
		return refusal{}, errNoRefusal
	}
	read.bare = hasErrors && read.errors != nil && len(read.errors) == 0 && len(members) == 1
	return read, nil
}

// asAnswer makes an answer of an error that ask returned.
func asAnswer(err error) providers.Answer {
	reason, detail := providers.ReasonOf(err)
	return providers.Answer{Reason: reason, Detail: detail}
}
