package vault

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// denied answers for a secret about which the token may not ask anything.
func (c *check) denied(member int, permits permits) providers.Answer {
	detail := fmt.Sprintf("permission denied on %s", c.path(c.firstRung(), member))
	if !c.engine.seen {
		detail += fmt.Sprintf(" (and the mount %q is not shown to this token, as if there were none)", c.provider.mount)
	}
	if !permits.known {
		detail += "; not even sys/capabilities-self is allowed, so the token may be invalid (vault token lookup)"
	}
	return providers.Answer{Reason: providers.Denied, Detail: detail, Advice: c.policyAdvice(member)}
}

// whyNoKeys explains why the keys of a secret that is there could not be seen, and what would let them be.
func (c *check) whyNoKeys(member int) (reason providers.Reason, detail string, advice []string) {
	never := c.provider.readValues == readNever
	if c.engine.version == 1 && never {
		return providers.Unsupported, `KV v1 shows keys only together with their values, and read_values is "never"; move ` +
			`the secret to KV v2, or allow reading values`, nil
	}
	detail = "permission denied on " + c.path(c.firstRung(), member)
	if never && c.engine.version == 2 {
		detail += `, and read_values is "never"`
	}
	return providers.Denied, detail, c.policyAdvice(member)
}

// firstRung is the one that people are told to allow: subkeys, for KV v1 the only one that shows keys.
func (c *check) firstRung() rung {
	if c.engine.version == 1 {
		return values
	}
	return subkeys
}

// policyAdvice returns the lines of a policy that let the token see the secret and those beside it: keys and names, and
// values only where there is no other way.
func (c *check) policyAdvice(member int) []string {
	const add = "add to the policy:"
	mount, below := c.provider.mount, c.policyDirectory(member)
	if c.engine.version == 1 {
		return []string{add, fmt.Sprintf(`path %q { capabilities = ["read", "list"] }`, joinPath(mount, below, "*"))}
	}
	return []string{add,
		fmt.Sprintf(`path %q { capabilities = ["read"] }`, joinPath(mount, "subkeys", below, "*")),
		fmt.Sprintf(`path %q { capabilities = ["list"] }`, joinPath(mount, "metadata", below, "*"))}
}

// policyDirectory returns the provider's prefix where the secret is below it, so that all its secrets get one advice,
// else the secret's directory.
func (c *check) policyDirectory(member int) string {
	place := c.places[member]
	if prefix := c.provider.prefix; prefix != "" && strings.HasPrefix(place, prefix+"/") {
		return prefix
	}
	return directoryOf(place)
}
