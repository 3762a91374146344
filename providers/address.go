package providers

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// ParseAddress reads the address of a server: http://HOST, https://HOST:PORT/PATH or unix:///SOCKET. The error is a
// clause for people and never quotes the address, which may hold a password.
func ParseAddress(text string) (*url.URL, error) {
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
	if path := strings.TrimSuffix(strings.TrimPrefix(address.Path, "/"), "/"); path != "" {
		if err := CheckPath(path); err != nil {
			return nil, err
		}
	}
	return address, nil
}

// Origin returns scheme, host and port, which is what credentials are bound to.
func Origin(address *url.URL) string {
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

// SameOrigin compares with an address as it stands in a variable or in a list of trusted ones; one that cannot be read
// is the same as none.
func SameOrigin(address *url.URL, text string) bool {
	other, err := ParseAddress(text)
	return err == nil && Origin(address) == Origin(other)
}

// ShownAddress returns an address as people may see it: without a user or a password.
func ShownAddress(address *url.URL) string {
	shown := *address
	shown.User = nil
	return strings.TrimSuffix(shown.String(), "/")
}

// TrustsAddress says whether the user allows credentials to be sent to the origin of an address, beside those that the
// environment names.
func (s Surroundings) TrustsAddress(address *url.URL) bool {
	for _, trusted := range s.TrustedAddresses {
		if SameOrigin(address, trusted) {
			return true
		}
	}
	return false
}

// UntrustedAddress is the error for an address that a configuration names and the user did not choose, with the line to
// add. The clause because says why it is not chosen, as in "which is not the address in VAULT_ADDR".
func (s Surroundings) UntrustedAddress(address *url.URL, because string) *Error {
	file := s.ConfigFile
	if file == "" {
		file = "your own zsv configuration"
	}
	own := Origin(address)
	return &Error{Reason: Untrusted, Detail: fmt.Sprintf(
		"the configuration names %s, %s, so it was not contacted; if your credentials may go there, set "+
			"ZSV_TRUSTED_ADDRESSES=%s, or add to %s: trusted_addresses = [%q]", ShownAddress(address), because, own, file, own)}
}
