package resolve

import (
	_ "embed" // the table of attributes
	"strings"
	"sync"
)

//go:embed attributes.txt
var attributesTable string

// A flavor is a component type and one of its flavors.
type flavor struct{ kind, name string }

// flavorAttributes reads the table when it is first needed.
var flavorAttributes = sync.OnceValue(func() map[flavor][]string {
	attributes := map[flavor][]string{}
	var current flavor
	for line := range strings.Lines(attributesTable) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case strings.HasPrefix(line, " "):
			attributes[current] = append(attributes[current], words...)
		default:
			current = flavor{kind: words[0], name: words[1]}
		}
	}
	return attributes
})

// knownAttributes returns the attributes that a flavor of a component type knows, or nothing where zsv does not know
// the flavor. The caller must not change the slice.
func knownAttributes(kind, name string) []string { return flavorAttributes()[flavor{kind, name}] }
