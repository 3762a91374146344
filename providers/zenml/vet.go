package zenml

import (
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

const (
	// longestName is how many characters a secret's name may have.
	longestName = 255
	// largestSecret is how many bytes the keys and values of a secret may have together.
	largestSecret = 64 << 10
)

// Vet says what ZenML cannot hold, as providers.Writer says. It holds JSON, so names, keys and values must be UTF-8 text. What
// the secret holds already counts for its size too, which only the server sees; some secrets stores take less.
func (p *Provider) Vet(change providers.Change) error {
	if err := vetName(change.Location); err != nil {
		return err
	}
	size := 0
	for _, key := range slices.Sorted(maps.Keys(change.Set)) {
		switch {
		case !utf8.ValidString(key):
			return problem(providers.Invalid, "the key %q is not UTF-8 text, and ZenML can hold no other; give the key another name", key)
		case !utf8.ValidString(change.Set[key].Reveal()):
			return problem(providers.Invalid, "the value of the key %q is not UTF-8 text, and ZenML can hold no other; encode it, for "+
				"example in base64, and decode it where it is used", key)
		}
		if size += len(key) + len(change.Set[key].Reveal()); size > largestSecret {
			return problem(providers.Invalid, "the keys and values are larger together than the 64 KiB that a secret in ZenML may have; "+
				"split the secret, or keep large values elsewhere")
		}
	}
	return nil
}

func vetName(name string) error {
	switch {
	case !utf8.ValidString(name):
		return problem(providers.Invalid, "the name %q is not UTF-8 text, which every name in ZenML is; correct it", name)
	case utf8.RuneCountInString(name) > longestName:
		return problem(providers.Invalid, "the name %q has more than the %d characters that a name in ZenML may have; shorten it", name,
			longestName)
	}
	return nil
}
