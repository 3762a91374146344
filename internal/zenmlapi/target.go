package zenmlapi

import (
	"fmt"
	"net/url"

	"github.com/zsv-dev/zsv/providers"
)

// target decides which server is contacted, if any. Credentials go only where the user sends them: to the address in the
// environment, or to one that the user's own configuration trusts. An address that only the configuration names is not
// contacted at all.
func target(address *url.URL, surroundings providers.Surroundings) (*url.URL, error) {
	environment := environment{surroundings.Getenv}
	named, err := environment.address()
	switch {
	case err != nil:
		return nil, err
	case address == nil && named == nil:
		return nil, &providers.Error{Reason: providers.Unreachable, Detail: "no address is known: set ZENML_STORE_URL to the " +
			"ZenML server's address, such as ZENML_STORE_URL=https://zenml.example.com"}
	case address == nil:
		return named, nil
	case named != nil && providers.Origin(address) == providers.Origin(named), surroundings.TrustsAddress(address):
		return address, nil
	case named == nil:
		return nil, surroundings.UntrustedAddress(address, "and no ZENML_STORE_URL says that you chose it")
	default:
		return nil, surroundings.UntrustedAddress(address, "which is not the address in "+environment.name(addressNames))
	}
}

// NoAddress is what stands in the place of an address that is not known.
const NoAddress = "no address"

// Describe returns the address that would be asked as people may see it, NoAddress where none is known.
func Describe(address *url.URL, surroundings providers.Surroundings) string {
	if address == nil {
		address, _ = environment{surroundings.Getenv}.address()
	}
	if address == nil {
		return NoAddress
	}
	return providers.ShownAddress(address)
}

// ParseAddress reads the address of a server: http://HOST or https://HOST:PORT/PATH. The error is a clause for people and
// never quotes the address.
func ParseAddress(text string) (*url.URL, error) {
	address, err := providers.ParseAddress(text)
	if err == nil && address.Scheme == "unix" {
		return nil, fmt.Errorf("it does not begin with https:// or http://")
	}
	return address, err
}
