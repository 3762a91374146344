package vault

import (
	"fmt"
	"net/url"

	"github.com/zsv-dev/zsv/providers"
)

// A target is the server that is contacted.
type target struct {
	address *url.URL
	// agent says that it is the user's own agent, which may bring the token itself.
	agent bool
}

// String returns the address as people may see it.
func (t target) String() string { return providers.ShownAddress(t.address) }

// target decides which server is contacted, if any. Credentials go only where the user sends them: to the address in
// the environment, or to one that the user's own configuration trusts. An address that only the configuration names is
// not contacted at all.
//
// An agent (VAULT_AGENT_ADDR) stands in for the address in the environment, and for no other server.
func (p *Provider) target() (target, error) {
	environment := p.environment()
	named, err := environment.address("ADDR")
	if err != nil {
		return target{}, err
	}
	agent, err := environment.address("AGENT_ADDR")
	if err != nil {
		return target{}, err
	}
	switch {
	case p.address == nil && agent == nil && named == nil:
		return target{}, noAddress()
	case agent != nil && (p.address == nil || named != nil && providers.Origin(p.address) == providers.Origin(named)):
		return target{agent, true}, nil
	case p.address == nil:
		return target{address: named}, nil
	case agent != nil && providers.Origin(p.address) == providers.Origin(agent):
		return target{p.address, true}, nil
	case named != nil && providers.Origin(p.address) == providers.Origin(named), p.surroundings.TrustsAddress(p.address):
		return target{address: p.address}, nil
	default:
		return target{}, p.untrusted(environment)
	}
}

// address returns the address in a variable, nil where it is not set.
func (e environment) address(name string) (*url.URL, error) {
	text := e.get(name)
	if text == "" {
		return nil, nil
	}
	address, err := providers.ParseAddress(text)
	if err != nil {
		return nil, &providers.Error{Reason: providers.Unreachable, Detail: fmt.Sprintf(
			"%s is not the address of a Vault server: %s; write it as https://vault.example.com:8200", e.name(name), err)}
	}
	return address, nil
}

func noAddress() error {
	return &providers.Error{Reason: providers.Unreachable, Detail: "no address is known: set VAULT_ADDR to Vault's " +
		"address, such as VAULT_ADDR=https://127.0.0.1:8200"}
}

func (p *Provider) untrusted(environment environment) error {
	because := "which is not the address in " + environment.name("ADDR")
	if environment.get("ADDR") == "" {
		because = "and no VAULT_ADDR says that you chose it"
	}
	return p.surroundings.UntrustedAddress(p.address, because)
}
