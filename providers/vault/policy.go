package vault

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// denied answers for a secret about which the token may not ask anything.
func (c *check) denied(member int, permits permits) providers.Answer {
	detail := c.deniedOn(c.pathOf(c.firstRung(), member))
	if !permits.known {
		detail += "; not even sys/capabilities-self is allowed, so the token may be invalid (vault token lookup)"
	}
	return providers.Answer{Reason: providers.Denied, Detail: detail, Advice: c.policyAdvice(member)}
}

// deniedOn says that the token may not do what was tried.
func (s *session) deniedOn(path string) string {
	detail := "permission denied on " + path
	if !s.engine.seen {
		detail += fmt.Sprintf(" (and the mount %q is not shown to this token, as if there were none)", s.provider.mount)
	}
	return detail
}

// mayNot is the error of what the token may not do, with the lines that a policy lacks.
func (s *session) mayNot(path string, lines ...string) *providers.Error {
	return &providers.Error{Reason: providers.Denied,
		Detail: s.deniedOn(path) + "; add to the policy: " + strings.Join(lines, " and ")}
}

// whyNoKeys explains why the keys of a secret that is there could not be seen, and what would let them be.
func (c *check) whyNoKeys(member int) (reason providers.Reason, detail string, advice []string) {
	never := c.provider.readValues == providers.ReadNever
	if c.engine.version == 1 && never {
		return providers.Unsupported, `KV v1 shows keys only together with their values, and read_values is "never"; move ` +
			`the secret to KV v2, or allow reading values`, nil
	}
	detail = "permission denied on " + c.pathOf(c.firstRung(), member)
	if never && c.engine.version == 2 {
		detail += `, and read_values is "never"`
	}
	return providers.Denied, detail, c.policyAdvice(member)
}

// firstRung is the one that people are told to allow: subkeys, for KV v1 the only one that shows keys.
func (s *session) firstRung() rung {
	if s.engine.version == 1 {
		return values
	}
	return subkeys
}

// policyAdvice returns the lines of a policy that let the token see the secret and those beside it: keys and names, and
// values only where there is no other way.
func (c *check) policyAdvice(member int) []string {
	const add = "add to the policy:"
	place := c.places[member]
	if c.engine.version == 1 {
		return []string{add, c.allow(values, place, "read", "list")}
	}
	return []string{add, c.allow(subkeys, place, "read"), c.allow(listing, place, "list")}
}

// linesToWrite let the token change a secret. It sees the names of keys, and no values.
func (s *session) linesToWrite(place string) []string {
	if s.engine.version == 1 {
		return []string{s.allow(values, place, "create", "read", "update")}
	}
	return []string{s.allow(values, place, "create", "update", "patch"), s.allow(subkeys, place, "read")}
}

// linesToDelete let the token delete a secret.
func (s *session) linesToDelete(place string) []string {
	if s.engine.version == 1 {
		return []string{s.allow(values, place, "list", "delete")}
	}
	return []string{s.allow(values, place, "delete"), s.allow(subkeys, place, "read")}
}

// linesToMove let the token take a secret away from where it is, when it was copied: see Rename.
func (s *session) linesToMove(place string) []string {
	if s.engine.version == 1 {
		return []string{s.allow(values, place, "read", "delete")}
	}
	return []string{s.allow(values, place, "read"), s.allowIn("delete", place, "update")}
}

// allow returns the line of a policy that allows something on a secret and those beside it.
func (s *session) allow(r rung, place string, capabilities ...string) string {
	return s.allowIn(s.engine.area(r), place, capabilities...)
}

func (s *session) allowIn(area, place string, capabilities ...string) string {
	return fmt.Sprintf(`path %q { capabilities = ["%s"] }`,
		joinPath(s.provider.mount, area, s.provider.policyDirectory(place), "*"), strings.Join(capabilities, `", "`))
}

// policyDirectory returns the provider's prefix where the secret is below it, so that all its secrets get one advice,
// else the secret's directory.
func (p *Provider) policyDirectory(place string) string {
	if p.prefix != "" && strings.HasPrefix(place, p.prefix+"/") {
		return p.prefix
	}
	return directoryOf(place)
}
