package providers

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// What the argument read_values says of values, where a store shows the keys of a secret in no other way.
const (
	ReadFallback = "fallback" // they are read
	ReadNever    = "never"
)

// ReadValues returns what the argument read_values says, unless the user has said it (Surroundings.ReadValues), whose word
// wins. It is a loosening where the block allows in so many words that values are read.
func (b *Block) ReadValues(user string) (mode string, loosenings []Loosening, diags hcl.Diagnostics) {
	const name = "read_values"
	mode = b.String(name, ReadFallback)
	switch known := []string{ReadFallback, ReadNever}; {
	case mode != ReadFallback && mode != ReadNever:
		return mode, nil, b.Problem(name, "Invalid provider argument", fmt.Sprintf(`The argument %q must be %s.%s`, name,
			suggest.OneOf(known), suggest.DidYouMean(mode, known)))
	case user != "":
		return user, nil, nil
	case mode == ReadFallback && b.Has(name):
		loosenings = []Loosening{{Argument: name, Value: mode, Range: b.Range(name)}}
	}
	return mode, loosenings, nil
}

// LocateByPrefix is how most stores keep secrets: at the path where there is one, else at prefix and name. See Locator.
func LocateByPrefix(prefix, name, path string) string {
	if path != "" {
		return path
	}
	return prefix + name
}
