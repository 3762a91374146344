// Package providertype says what the types of external providers are called.
package providertype

import "strings"

// Rule says what IsExternal wants, as the end of a sentence.
const Rule = "begins with a letter from a to z, and has no other characters than these, digits, \"-\" and \"_\""

// IsExternal says whether a type can be that of an external provider. What it is not, is never part of a path.
func IsExternal(kind string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	return kind != "" && strings.Contains(letters, kind[:1]) && strings.Trim(kind, letters+"0123456789_-") == ""
}
