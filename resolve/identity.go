package resolve

import (
	"errors"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/providers"
)

// An Identity is that of the user, with which encrypted stores are read, without its private key.
type Identity struct {
	// PublicKeys are what others let the user in by; the first is the one to give away.
	PublicKeys []string
	// Source says where the identity comes from, for people.
	Source string
}

// UserIdentity returns the user's identity, which is the same for all encrypted stores, whatever the configuration; with create
// it is made where there is none. It is that of the first type of provider that has one. The error says that there is none.
func UserIdentity(registry providers.Registry, surroundings providers.Surroundings, create bool) (identity Identity, err error) {
	for _, name := range registry.Types() {
		err := guarded("provider."+name, surroundings.Log, func() error {
			checker, _ := registry.Factories[name](hcl.EmptyBody(), nil, surroundings)
			identifier, ok := checker.(providers.Identifier)
			if !ok {
				return nil
			}
			var err error
			identity.PublicKeys, identity.Source, err = identifier.Identity(create)
			return err
		})
		if err != nil {
			_, detail := providers.ReasonOf(err)
			return Identity{}, errors.New(detail)
		}
		if len(identity.PublicKeys) > 0 {
			return identity, nil
		}
	}
	return Identity{}, errors.New("no type of provider has encrypted stores")
}
