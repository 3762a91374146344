package pluginwire

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
)

// TrustedBy returns what a provider of this type is told that the user trusts: the addresses of the user's configuration and
// those in the variables of the type, the project and the paths of the user's configuration.
func TrustedBy(kind string, around providers.Surroundings) Trusted {
	t := Trusted{Addresses: []string{}, Paths: []string{}}
	add := func(address string) {
		if origin, ok := originOf(address); ok && !slices.Contains(t.Addresses, origin) {
			t.Addresses = append(t.Addresses, origin)
		}
	}
	for _, address := range around.TrustedAddresses {
		add(address)
	}
	for _, entry := range around.Environ {
		if name, value, _ := strings.Cut(entry, "="); isOf(kind, name) {
			add(value)
		}
	}
	for _, path := range append([]string{around.ProjectDir}, around.TrustedPaths...) {
		if path != "" {
			t.Paths = append(t.Paths, project.WithoutLinks(path))
		}
	}
	slices.Sort(t.Addresses)
	return t
}

var ownPorts = map[string]string{"http": "80", "https": "443"}

// originOf returns scheme, host and port of an address over HTTP, in the one form that origins have: in lower case, and
// without the port that is the scheme's own.
func originOf(text string) (origin string, ok bool) {
	address, err := url.Parse(text)
	if err != nil {
		return "", false
	}
	own, isHTTP := ownPorts[address.Scheme]
	host := strings.ToLower(address.Hostname())
	if !isHTTP || host == "" {
		return "", false
	}
	if port := address.Port(); port != "" && port != own {
		return address.Scheme + "://" + net.JoinHostPort(host, port), true
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return address.Scheme + "://" + host, true
}
