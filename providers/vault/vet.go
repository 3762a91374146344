package vault

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// Vet says what Vault cannot hold, as providers.Writer says. Vault holds JSON, so keys and values must be UTF-8 text. There
// is no limit of size here: that is the server's, and differs by its settings and its storage.
func (p *Provider) Vet(change providers.Change) error {
	_, err := p.placeOf(change.Location)
	if err == nil {
		err = p.layout.vet(change)
	}
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(change.Set)) {
		switch {
		case !utf8.ValidString(key):
			return notText("the key %q is not UTF-8 text, and Vault can hold no other; give the key another name", key)
		case !utf8.ValidString(change.Set[key].Reveal()):
			return notText("the value of the key %q is not UTF-8 text, and Vault can hold no other; encode it, for example in "+
				"base64, and decode it where it is used", key)
		}
	}
	return nil
}

func notText(format, key string) error {
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf(format, key)}
}
