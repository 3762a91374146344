package vault

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/http/httpproxy"

	"github.com/zsv-dev/zsv/providers"
)

const (
	dialTimeout     = 10 * time.Second
	maxHeaderBytes  = 256 << 10
	idleConnTimeout = 30 * time.Second
)

// newHTTPClient makes a client for one server as the environment wants it. It follows no redirect: whatever is at the
// other end, the user did not choose to send it a token.
func (p *Provider) newHTTPClient(environment environment, target target) (*http.Client, error) {
	tlsConfig, err := p.tlsConfig(environment)
	if err != nil {
		return nil, err
	}
	proxy, err := environment.proxy()
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:                  proxy,
		DialContext:            (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSClientConfig:        tlsConfig,
		TLSHandshakeTimeout:    dialTimeout,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    p.concurrency,
		IdleConnTimeout:        idleConnTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableCompression:     true, // answers are small, and a compressed one could be huge
	}
	if target.address.Scheme == "unix" {
		useSocket(transport, target.address.Path)
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

func useSocket(transport *http.Transport, socket string) {
	var dialer net.Dialer
	transport.Proxy = nil
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", socket)
	}
}

// proxy returns what finds the proxy for a request: Vault's own variables, else those that all programs share.
func (e environment) proxy() (func(*http.Request) (*url.URL, error), error) {
	for _, name := range []string{"PROXY_ADDR", "HTTP_PROXY"} {
		text := e.get(name)
		if text == "" {
			continue
		}
		address, err := url.Parse(text)
		if err != nil || address.Host == "" {
			return nil, e.malformed(name, "the address of a proxy, such as http://proxy.example.com:3128")
		}
		return http.ProxyURL(address), nil
	}
	shared := httpproxy.Config{
		HTTPProxy:  e.eitherCase("HTTP_PROXY", "http_proxy"),
		HTTPSProxy: e.eitherCase("HTTPS_PROXY", "https_proxy"),
		NoProxy:    e.eitherCase("NO_PROXY", "no_proxy"),
	}
	find := shared.ProxyFunc()
	return func(request *http.Request) (*url.URL, error) { return find(request.URL) }, nil
}

func (e environment) eitherCase(upper, lower string) string {
	if value := e.getenv(upper); value != "" {
		return value
	}
	return e.getenv(lower)
}

func (p *Provider) tlsConfig(environment environment) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: environment.get("TLS_SERVER_NAME")}
	roots, err := environment.roots()
	if err != nil {
		return nil, err
	}
	config.RootCAs = roots
	if text := environment.get("SKIP_VERIFY"); text != "" {
		skip, err := strconv.ParseBool(text)
		if err != nil {
			return nil, environment.malformed("SKIP_VERIFY", "true or false")
		}
		if skip {
			p.surroundings.Log.Warn("vault: the server's certificate is not verified",
				"because", environment.name("SKIP_VERIFY"))
		}
		config.InsecureSkipVerify = skip
	}
	return config, environment.addClientCertificate(config)
}

func (e environment) addClientCertificate(config *tls.Config) error {
	certificate, key := e.get("CLIENT_CERT"), e.get("CLIENT_KEY")
	switch {
	case certificate == "" && key == "":
		return nil
	case certificate == "" || key == "":
		return &providers.Error{Reason: providers.Unreachable, Detail: fmt.Sprintf(
			"only one of %s and %s is set; set both", e.name("CLIENT_CERT"), e.name("CLIENT_KEY"))}
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return &providers.Error{Reason: providers.Unreachable, Detail: fmt.Sprintf(
			"%s and %s do not name a certificate and its key in PEM form", e.name("CLIENT_CERT"), e.name("CLIENT_KEY"))}
	}
	// The server's list of acceptable authorities is for its certificate login; it must not hide the certificate.
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &pair, nil }
	return nil
}

// malformed says that a variable does not hold what it must, without its text.
func (e environment) malformed(name, want string) error {
	return &providers.Error{Reason: providers.Unreachable,
		Detail: fmt.Sprintf("%s must be %s; correct it or unset it", e.name(name), want)}
}
