// Package connection makes the HTTP connections to stores, and says what is wrong with one that fails, in terms that hold
// nothing that a server sent.
package connection

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const (
	dialTimeout     = 10 * time.Second
	maxHeaderBytes  = 256 << 10
	idleConnTimeout = 30 * time.Second
)

// A Proxy finds the proxy for a request; nil for none.
type Proxy func(*http.Request) (*url.URL, error)

// Settings are what a client for one server is made of.
type Settings struct {
	// Address is the server's. Of a unix one the path is that of a socket, which is connected to whatever a request's host.
	Address *url.URL
	TLS     *tls.Config
	Proxy   Proxy
	// Connections is how many requests may be under way at a time.
	Connections int
}

// NewClient makes a client for one server. It follows no redirect: whatever is at the other end, the user did not choose
// to send it a credential.
func NewClient(settings Settings) *http.Client {
	transport := &http.Transport{
		Proxy:                  settings.Proxy,
		DialContext:            (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSClientConfig:        settings.TLS,
		TLSHandshakeTimeout:    dialTimeout,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    settings.Connections,
		IdleConnTimeout:        idleConnTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableCompression:     true, // answers are small, and a compressed one could be huge
	}
	if settings.Address.Scheme == "unix" {
		useSocket(transport, settings.Address.Path)
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func useSocket(transport *http.Transport, socket string) {
	var dialer net.Dialer
	transport.Proxy = nil
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", socket)
	}
}

// SharedProxy finds proxies as all programs do, by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capital or small letters.
func SharedProxy(getenv func(string) string) Proxy {
	either := func(upper, lower string) string {
		if value := getenv(upper); value != "" {
			return value
		}
		return getenv(lower)
	}
	shared := httpproxy.Config{
		HTTPProxy:  either("HTTP_PROXY", "http_proxy"),
		HTTPSProxy: either("HTTPS_PROXY", "https_proxy"),
		NoProxy:    either("NO_PROXY", "no_proxy"),
	}
	find := shared.ProxyFunc()
	return func(request *http.Request) (*url.URL, error) { return find(request.URL) }
}
