package vault

import (
	"errors"
	"net"
	"net/url"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// parseAddress reads the address of a server: http://HOST, https://HOST:PORT/PATH or unix:///SOCKET. The error is a
// clause for people and never quotes the address, which may hold a password.
func parseAddress(text string) (*url.URL, error) {
	address, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("it is no URL")
	}
	switch {
	case address.Scheme == "unix" && address.Host == "" && address.Path != "":
		return address, nil
	case address.Scheme != "http" && address.Scheme != "https":
		return nil, errors.New("it does not begin with https:// or http://")
	case address.Hostname() == "":
		return nil, errors.New("it has no host")
	case address.RawQuery != "" || address.Fragment != "":
		return nil, errors.New("it has a query or a fragment")
	}
	if path := trimSlashes(address.Path); path != "" {
		if err := providers.CheckPath(path); err != nil {
			return nil, err
		}
	}
	return address, nil
}

// origin returns scheme, host and port, which is what credentials are bound to.
func origin(address *url.URL) string {
	if address.Scheme == "unix" {
		return "unix://" + address.Path
	}
	port := address.Port()
	switch {
	case port != "":
	case address.Scheme == "https":
		port = "443"
	default:
		port = "80"
	}
	return address.Scheme + "://" + net.JoinHostPort(strings.ToLower(address.Hostname()), port)
}

// sameOrigin compares with an address as it stands in a variable or in a list of trusted ones; one that cannot be read
// is the same as none.
func sameOrigin(address *url.URL, text string) bool {
	other, err := parseAddress(text)
	return err == nil && origin(address) == origin(other)
}

// withoutUser returns the address as people may see it.
func withoutUser(address *url.URL) string {
	shown := *address
	shown.User = nil
	return strings.TrimSuffix(shown.String(), "/")
}
