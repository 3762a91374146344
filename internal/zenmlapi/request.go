package zenmlapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// A Request is one question to the server.
type Request struct {
	Method string
	// Path is below /api/v1/, not escaped.
	Path string
	// Query may be nil.
	Query url.Values
	// Body becomes JSON; nil for none. It may hold values, so it is never logged. For them it has providers.Value's text.
	Body any
	// Once says that the request must not be sent again where it may have been carried out already.
	Once bool

	form string // of the login: a form in place of a body, and no token
}

// A Reply is what came back where ZenML itself answered: yes (OK), or no in a way that says something about the question: 400,
// 403, 404, 405, 409, 422. Everything else is an error.
type Reply struct {
	Status int
	// Body is the decoded body, as strictjson.Parse returns it. It may hold values. Of a refusal it is nil.
	Body any
	// Class is the name of ZenML's exception, "KeyError" for one, of a refusal that has one. It is one word of letters.
	Class string
}

// OK says whether the answer is yes.
func (r Reply) OK() bool {
	switch r.Status {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return true
	}
	return false // 206 has a part only
}

const (
	// maxBodyBytes is far above what ZenML sends: a secret holds at most 64 KiB, and 10,000 items of a list take 7 MiB.
	maxBodyBytes = 16 << 20
	// maxDepth is far above how deep its answers are nested.
	maxDepth = 64
	// repetitions of a request that failed for the moment.
	repetitions = 2
)

// Ask sends a request that may be repeated, and repeats what failed for the moment.
func (c *Client) Ask(ctx context.Context, r Request) (Reply, error) {
	reply, _, err := c.Send(ctx, r)
	return reply, err
}

// Send is Ask for what changes something. A doubt is why it is not known whether a try was carried out, whatever the reply
// says: its answer was lost. nil where the reply, or the error, tells all.
func (c *Client) Send(ctx context.Context, r Request) (reply Reply, doubt, err error) {
	pass, err := c.pass(ctx, 0)
	if err != nil {
		return Reply{}, nil, err
	}
	c.requests.Add(1)
	if reply, doubt, err = c.sendWith(ctx, r, pass); err != nil || reply.Status != http.StatusUnauthorized {
		return reply, doubt, err
	}
	if pass, err = c.pass(ctx, pass.number); err != nil {
		return Reply{}, nil, err
	}
	if reply, doubt, err = c.sendWith(ctx, r, pass); err != nil || reply.Status != http.StatusUnauthorized {
		return reply, doubt, err
	}
	return Reply{}, nil, c.giveUp(ctx, pass.number)
}

// sendWith sends a request with a token, and notes whether the server takes that.
func (c *Client) sendWith(ctx context.Context, r Request, pass pass) (reply Reply, doubt, err error) {
	reply, doubt, err = c.send(ctx, r, pass.token.Reveal())
	if err == nil && reply.Status != http.StatusUnauthorized {
		c.took(ctx, pass.number)
	}
	return reply, doubt, err
}

// send sends a request with a token, or the login.
func (c *Client) send(ctx context.Context, r Request, token string) (reply Reply, doubt, err error) {
	if r.form != "" {
		c.requests.Add(1)
	}
	for attempt := 0; ; attempt++ {
		reply, failure := c.try(ctx, r, token)
		if failure != nil && !failure.Untaken {
			doubt = failure.Problem
		}
		if ctx.Err() != nil {
			return reply, doubt, ctx.Err()
		}
		if failure == nil {
			return reply, doubt, nil
		}
		c.log.Debug("zenml: no answer", "method", r.Method, "path", r.Path, "attempt", attempt+1,
			"reason", failure.Problem.Reason, "detail", failure.Problem.Detail)
		switch {
		case r.Once && doubt != nil, !failure.Passing, attempt >= repetitions:
			return reply, doubt, failure.Problem
		case !connection.Pause(ctx, attempt, failure.After):
			return reply, doubt, failure.Unwaited()
		}
	}
}

// try sends a request once.
func (c *Client) try(ctx context.Context, r Request, token string) (Reply, *connection.Failure) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	httpRequest, err := c.build(ctx, r, token)
	if err != nil {
		return Reply{}, c.words.Fail(providers.Invalid, "a request to %s cannot be written; check %s", c.shown,
			c.environment.name(addressNames)).AndUntaken()
	}
	response, err := c.http.Do(httpRequest)
	if err != nil {
		return Reply{}, c.words.NotReached(err)
	}
	defer response.Body.Close()
	response.Body = http.MaxBytesReader(nil, response.Body, maxBodyBytes)
	c.log.Debug("zenml: answer", "method", r.Method, "path", r.Path, "status", response.StatusCode)
	reply, failure := c.read(response)
	if failure != nil && refusesUntaken(response.StatusCode) {
		failure.Untaken = true
	}
	return reply, failure
}

// refusesUntaken says whether a status, whoever sent it, is of a request that was not carried out.
func refusesUntaken(status int) bool {
	return status >= 300 && status < 500 && status != http.StatusRequestTimeout || status == http.StatusNotImplemented
}

func (c *Client) build(ctx context.Context, r Request, token string) (*http.Request, error) {
	address := *c.base.JoinPath("api/v1", r.Path)
	address.User = nil // it would become a header that ZenML takes for a login
	address.RawQuery = r.Query.Encode()
	body, kind, err := r.encode()
	if err != nil {
		return nil, err
	}
	httpRequest, err := http.NewRequestWithContext(ctx, r.Method, address.String(), body)
	if err != nil {
		return nil, err
	}
	httpRequest.Header.Set("Accept", "application/json")
	httpRequest.Header.Set("User-Agent", "zsv")
	if kind != "" {
		httpRequest.Header.Set("Content-Type", kind)
	}
	if token != "" {
		httpRequest.Header.Set("Authorization", "Bearer "+token)
	}
	return httpRequest, nil
}

// encode returns the body and its type.
func (r Request) encode() (io.Reader, string, error) {
	switch {
	case r.form != "":
		return strings.NewReader(r.form), "application/x-www-form-urlencoded", nil
	case r.Body == nil:
		return nil, "", nil
	}
	text, err := json.Marshal(r.Body)
	return bytes.NewReader(text), "application/json", err
}

// read judges the status and decodes the body.
func (c *Client) read(response *http.Response) (Reply, *connection.Failure) {
	reply := Reply{Status: response.StatusCode}
	if response.StatusCode == http.StatusNoContent {
		return reply, nil
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return reply, c.words.BodyBroken(response, err)
	}
	body, err := parse(response, text)
	switch {
	case reply.OK() && err != nil:
		return reply, c.words.NotTheirs(reply.Status)
	case reply.OK():
		reply.Body = body
		return reply, nil
	case err != nil:
		return reply, c.refusedUnreadably(response)
	}
	reply.Class = classOf(body)
	return reply, c.judge(response, body)
}

var errNoJSON = errors.New("it is no JSON")

func parse(response *http.Response, text []byte) (any, error) {
	if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind != "application/json" {
		return nil, errNoJSON
	}
	return strictjson.Parse(text, maxDepth)
}
