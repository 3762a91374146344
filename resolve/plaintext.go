package resolve

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
)

// HoldsPlaintext says whether a value is, or has, a secret in plain text that must not be written down anew. It is what the rule
// plaintext-secret warns of, and more, since nobody is there to judge: text beside a reference, too, and whatever stands in a
// map that has the name of a secret. c is the component that the value is in, nil for a stack; within are the names on the way
// to it.
func HoldsPlaintext(c *config.Component, v config.Value, within []string) bool {
	flavor := ""
	if c != nil {
		flavor = c.Flavor
		if nameArgument(c, v) != "" {
			return false
		}
	}
	if isOneReference(v.Text) || v.Bool || strings.TrimSpace(v.Text) == "" {
		return false
	}
	isSecret := func(name string) bool { return sensitiveAttribute(flavor, name) }
	return isSecret(v.Name) || slices.ContainsFunc(within, isSecret) || hasURLPassword(v.Text)
}

// isOneReference says whether a text is a reference and has no room for anything else. ZenML reads text with braces at its end as
// a part of the key.
func isOneReference(text string) bool {
	reference, ok := ParseReference(text)
	return ok && !strings.ContainsAny(reference.Name+reference.Key, "{}")
}
