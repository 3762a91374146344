package providers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Prefix returns the argument prefix, which may begin and end with a slash: a name follows right behind it. One that would lead
// to another place than it says, in a store whose names are paths, gives a diagnostic.
func (b *Block) Prefix() (string, hcl.Diagnostics) {
	const name = "prefix"
	var problem string
	prefix := b.String(name, "")
	path := strings.ReplaceAll(prefix, `\`, "/")
	segments := strings.Split(path, "/")
	switch {
	case slices.Contains(segments, ".") || slices.Contains(segments, ".."):
		problem = `a segment "." or ".."`
	case strings.Contains(path, "//"):
		problem = "two slashes in a row"
	default:
		return prefix, nil
	}
	return prefix, b.Problem(name, "Invalid provider argument", fmt.Sprintf("The argument %q has %s. Nothing is asked for there, "+
		"because it could be another place in the store.", name, problem))
}
