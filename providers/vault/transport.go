package vault

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// newHTTPClient makes a client for one server as the environment wants it.
func (p *Provider) newHTTPClient(environment environment, target target) (*http.Client, error) {
	tlsConfig, err := p.tlsConfig(environment)
	if err != nil {
		return nil, err
	}
	proxy, err := environment.proxy()
	if err != nil {
		return nil, err
	}
	return connection.NewClient(connection.Settings{
		Address: target.address, TLS: tlsConfig, Proxy: proxy, Connections: p.concurrency,
	}), nil
}

// proxy returns what finds the proxy for a request: Vault's own variables, else those that all programs share.
func (e environment) proxy() (connection.Proxy, error) {
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
	return connection.SharedProxy(e.getenv), nil
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
