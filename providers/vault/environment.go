package vault

import "github.com/zsv-dev/zsv/providers"

// The two families of environment variables: Vault's, and OpenBao's, whose tools read the other family too.
const (
	vaultFamily = "VAULT_"
	baoFamily   = "BAO_"
)

// An environment reads Vault's variables. One family comes first, so that where both are set for two servers, each
// server gets its own address and credentials.
type environment struct {
	getenv        func(string) string
	first, second string
}

// environment returns OpenBao's family first when the server is the one in BAO_ADDR and not that in VAULT_ADDR.
func (p *Provider) environment() environment {
	getenv := p.surroundings.Getenv
	vault, bao := getenv(vaultFamily+"ADDR"), getenv(baoFamily+"ADDR")
	isBao := vault == "" && bao != ""
	if p.address != nil {
		isBao = providers.SameOrigin(p.address, bao) && !providers.SameOrigin(p.address, vault)
	}
	if isBao {
		return environment{getenv, baoFamily, vaultFamily}
	}
	return environment{getenv, vaultFamily, baoFamily}
}

// get returns the value of a variable, named without its family. As for Vault's own tools, empty means not set.
func (e environment) get(name string) string {
	if value := e.getenv(e.first + name); value != "" {
		return value
	}
	return e.getenv(e.second + name)
}

// name returns the full name of the variable that get reads: that of the one that is set, else of the first family.
func (e environment) name(name string) string {
	if e.getenv(e.first+name) == "" && e.getenv(e.second+name) != "" {
		return e.second + name
	}
	return e.first + name
}

// effectiveNamespace returns the block's namespace, else the environment's.
func (p *Provider) effectiveNamespace(e environment) string {
	if p.namespace != "" {
		return p.namespace
	}
	return trimSlashes(e.get("NAMESPACE"))
}
