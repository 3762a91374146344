package view

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// identifiers gives each node a name for the languages that graphs are written in. It is its address wherever that can be,
// so that a graph that is kept in a repository changes only where the configuration does.
type identifiers struct{ taken map[string]bool }

func (ids *identifiers) ofNode(key nodeKey, several bool) string {
	parts := []string{key.kind.String()}
	if several {
		parts = append(parts, key.directory)
	}
	if key.provider != "" {
		parts = append(parts, afterFirst(key.provider, "provider.")...)
	}
	if key.kind == nodeComponent {
		parts = append(parts, afterFirst(key.name, "component.")...)
	} else if key.kind != nodeProvider {
		parts = append(parts, key.name)
	}
	return ids.of(parts...)
}

// afterFirst splits an address TYPE.NAME after its first word; one that is written otherwise stays whole.
func afterFirst(address, first string) []string {
	rest := strings.TrimPrefix(address, first)
	if parts := strings.Split(rest, "."); len(parts) == 2 && isIdentifying(parts[0]) && isIdentifying(parts[1]) {
		return parts
	}
	return []string{address}
}

// of returns an identifier for parts. No two calls return the same.
func (ids *identifiers) of(parts ...string) string {
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = identifying(part)
	}
	id := strings.Join(names, ".")
	for ids.taken[id] { // made to look like another
		id += "_"
	}
	ids.taken[id] = true
	return id
}

const longestIdentifier = 60

// identifying returns a word of letters, digits, "_" and "-" for a name; with a hash, where the name is something else.
func identifying(name string) string {
	if isIdentifying(name) {
		return name
	}
	word := []byte(name[:min(len(name), longestIdentifier)])
	for i, b := range word {
		if !isAlphanumeric(rune(b)) {
			word[i] = '_'
		}
	}
	hash := sha256.Sum256([]byte(name))
	return string(word) + "_" + hex.EncodeToString(hash[:4])
}

// isIdentifying says whether a name can be a part of an identifier as it is. A "-" may not stand where it could be read as
// a part of an arrow.
func isIdentifying(name string) bool {
	for i, r := range name {
		inside := 0 < i && i < len(name)-1 && isAlphanumeric(rune(name[i-1])) && isAlphanumeric(rune(name[i+1]))
		if !isAlphanumeric(r) && r != '_' && (r != '-' || !inside) {
			return false
		}
	}
	return name != "" && len(name) <= longestIdentifier
}

func isAlphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
