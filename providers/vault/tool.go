package vault

import (
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// commandLine returns what makes the beginning of a command, with what the user's environment does not say by itself.
func (p *Provider) commandLine(target target) func(verb, place string) string {
	program, flags := p.tool(target)
	flags += "-mount=" + shell.Quote(p.mount)
	return func(verb, place string) string {
		return program + " kv " + verb + " " + flags + " " + placeArgument(place)
	}
}

// tool returns the name of Vault's or OpenBao's own tool, and flags that are empty or end in a blank.
func (p *Provider) tool(target target) (program, flags string) {
	environment := p.environment()
	program = "vault"
	if environment.first == baoFamily {
		program = "bao"
	}
	if p.address != nil && !target.agent && !providers.SameOrigin(p.address, environment.get("ADDR")) {
		flags = "-address=" + shell.Quote(target.String()) + " "
	}
	if p.namespace != "" {
		flags += "-namespace=" + shell.Quote(p.namespace) + " "
	}
	return program, flags
}

// placeArgument keeps a secret's name that begins with a dash from being read as a flag, such as -address.
func placeArgument(place string) string {
	if strings.HasPrefix(place, "-") {
		return "-- " + shell.Quote(place)
	}
	return shell.Quote(place)
}
