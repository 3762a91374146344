package file

import (
	"errors"

	"github.com/zsv-dev/zsv/providers"
)

// An encryptedChecker keeps secrets in a store that is read with an identity.
type encryptedChecker struct{ named }

var _ providers.Identifier = encryptedChecker{}

// Identity returns the public keys of the user's identity and where it comes from, and makes one if there is none.
func (c encryptedChecker) Identity(create bool) (public []string, where string, err error) {
	keys := c.encrypted.keys
	identities, err := keys.identities()
	var none *keyless
	if create && errors.As(err, &none) && none.mayMake {
		identities, err = keys.create()
	}
	if err != nil {
		return nil, "", c.encrypted.withoutIdentity(err)
	}
	return publicKeys(identities), keys.from(), nil
}
