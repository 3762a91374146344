// Package zenmlapi asks a ZenML server over its REST API, for the provider zenml and for what else reads from the server.
// It decides which server is asked and with whose credentials: both come from the user's environment, and credentials go to
// no server that the user did not choose (Options.Address).
//
//	client, err := zenmlapi.New(zenmlapi.Options{Surroundings: surroundings, Connections: 4})
//	defer client.Close()
//	stack, err := client.Stack(ctx, "prod")
//
// Errors are *providers.Error, or that of the context. No text of the server's gets into them: ZenML's errors quote what
// was sent, values too.
//
// # What differs between versions
//
// All that was tried is the same from ZenML 0.58 to 0.98, but for these. Secrets say "private" since 0.80, and before that
// "scope", which is "user" for a private one and "workspace" for others. A body of 400 and 422 that says which input is not
// valid is a list, {"detail": …} around it is for other errors; a 401 has a list or a string in detail. Pages hold up to
// 10,000 items, or what the server's ZENML_PAGINATION_DEFAULT_LIMIT says; a larger size is refused (422).
package zenmlapi

import (
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// Options say which server is asked, and how.
type Options struct {
	// Address is the one that the configuration names; nil: that of the environment. One that is not of the origin of
	// ZENML_STORE_URL or ZENML_SERVER_URL, and that the user does not trust otherwise, is not contacted.
	Address *url.URL
	// Surroundings have the environment, what the user trusts, and the log.
	Surroundings providers.Surroundings
	// Connections is how many requests may be under way at a time.
	Connections int
	// Requests counts what is sent, logins too, repetitions not. nil: nobody counts.
	Requests *atomic.Int64
}

// A Client asks one server as one user. It is safe for concurrent use.
type Client struct {
	http        *http.Client
	environment environment
	base        *url.URL
	shown       string // the address as people may see it
	words       connection.Words
	timeout     time.Duration
	requests    *atomic.Int64
	log         *slog.Logger
	account     *account
}

// defaultTimeout is that of ZenML's own client, for one try.
const defaultTimeout = 30 * time.Second

// New decides which server is asked and reads what the environment says of the connection. It sends nothing.
func New(options Options) (*Client, error) {
	environment := environment{options.Surroundings.Getenv}
	base, err := target(options.Address, options.Surroundings)
	if err != nil {
		return nil, err
	}
	tlsConfig, err := environment.tls(options.Surroundings.Log)
	if err != nil {
		return nil, err
	}
	credential, err := environment.credential(providers.ShownAddress(base))
	if err != nil {
		return nil, err
	}
	timeout, err := environment.timeout()
	if err != nil {
		return nil, err
	}
	requests := options.Requests
	if requests == nil {
		requests = new(atomic.Int64)
	}
	shown := providers.ShownAddress(base)
	return &Client{
		http: connection.NewClient(connection.Settings{
			Address: base, TLS: tlsConfig, Proxy: connection.SharedProxy(environment.getenv), Connections: options.Connections,
		}),
		environment: environment, base: base, shown: shown, words: environment.words(shown, timeout), timeout: timeout,
		requests: requests, log: options.Surroundings.Log, account: newAccount(credential),
	}, nil
}

// Address returns the server's address as people may see it.
func (c *Client) Address() string { return c.shown }

// Close lets go of the connections. The client can be used again.
func (c *Client) Close() { c.http.CloseIdleConnections() }
