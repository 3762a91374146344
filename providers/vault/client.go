package vault

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/zsv-dev/zsv/providers"
)

// A client sends requests to one server, in one namespace, as one user.
type client struct {
	http        *http.Client
	environment environment
	base        *url.URL
	shown       string // the address as people may see it
	header      http.Header
	credential  credential
	timeout     time.Duration // of one try
	repetitions int
	limiter     *rate.Limiter // nil without a limit
	requests    *atomic.Int64
	log         *slog.Logger
}

const (
	defaultRequestTimeout = 60 * time.Second
	defaultRepetitions    = 2
)

// newClient reads everything that the environment says of the connection. It sends nothing.
func (p *Provider) newClient(target target) (*client, error) {
	environment := p.environment()
	httpClient, err := p.newHTTPClient(environment, target)
	if err != nil {
		return nil, err
	}
	c := &client{
		http: httpClient, environment: environment, base: target.address, shown: target.String(),
		timeout: defaultRequestTimeout, repetitions: defaultRepetitions,
		requests: &p.requests, log: p.surroundings.Log,
	}
	if target.address.Scheme == "unix" {
		c.base = &url.URL{Scheme: "http", Host: "localhost"}
	}
	for _, read := range []func() error{c.readHeaders, c.readTimeout, c.readRepetitions, c.readRateLimit} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	c.header.Set("X-Vault-Request", "true") // agents answer nothing without it, so that no web page can ask them
	if namespace := p.effectiveNamespace(environment); namespace != "" {
		c.header.Set("X-Vault-Namespace", namespace)
	}
	return c, nil
}

func (c *client) readHeaders() error {
	c.header = http.Header{}
	text := c.environment.get("HEADERS")
	if text == "" {
		return nil
	}
	var headers map[string]string
	if err := json.Unmarshal([]byte(text), &headers); err != nil {
		return c.environment.malformed("HEADERS", `a JSON object of strings, such as {"Header": "value"}`)
	}
	for name, value := range headers {
		if strings.HasPrefix(http.CanonicalHeaderKey(name), "X-Vault-") {
			return c.environment.malformed("HEADERS", "without headers that begin with X-Vault-")
		}
		c.header.Set(name, value)
	}
	return nil
}

// readTimeout takes seconds or a duration, as Vault's own tools do.
func (c *client) readTimeout() error {
	text := c.environment.get("CLIENT_TIMEOUT")
	if text == "" {
		return nil
	}
	timeout, err := time.ParseDuration(text)
	if seconds, notSeconds := strconv.ParseUint(text, 10, 31); notSeconds == nil {
		timeout, err = time.Duration(seconds)*time.Second, nil
	}
	if err != nil || timeout < 0 {
		return c.environment.malformed("CLIENT_TIMEOUT", `a number of seconds or a duration such as "30s"`)
	}
	if timeout > 0 {
		c.timeout = timeout
	}
	return nil
}

func (c *client) readRepetitions() error {
	text := c.environment.get("MAX_RETRIES")
	if text == "" {
		return nil
	}
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return c.environment.malformed("MAX_RETRIES", "a whole number")
	}
	c.repetitions = int(number)
	return nil
}

// readRateLimit takes RATE or RATE:BURST, in requests a second.
func (c *client) readRateLimit() error {
	text := c.environment.get("RATE_LIMIT")
	if text == "" {
		return nil
	}
	perSecond, burst, hasBurst := strings.Cut(text, ":")
	limit, err := strconv.ParseFloat(perSecond, 64)
	most := max(int(limit), 1)
	if hasBurst && err == nil {
		most, err = strconv.Atoi(burst)
	}
	if err != nil || !(limit > 0) || most < 1 {
		return c.environment.malformed("RATE_LIMIT", "RATE or RATE:BURST, in requests a second, such as 50:100")
	}
	c.limiter = rate.NewLimiter(rate.Limit(limit), most)
	return nil
}

// unauthenticated says that the server does not know who asks, and where the credential came from.
func (c *client) unauthenticated() *providers.Error {
	return &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf(
		"%s does not accept the token from %s: it is wrong, expired or of another namespace; %s",
		c.shown, c.credential.source, c.credential.remedy)}
}
