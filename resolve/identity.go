package resolve

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// An Identity is that of the user, with which encrypted stores are read, without its private key.
type Identity struct {
	// PublicKeys are what others let the user in by; the first is the one to give away.
	PublicKeys []string
	// Source says where the identity comes from, for people.
	Source string
}

// Identity returns the user's identity, which is the same for all encrypted stores; with create it is made where there is
// none. The error says that there is none, or that the configuration has no encrypted store.
func (p *Plan) Identity(create bool) (identity Identity, err error) {
	byAddress := func(a, b config.ProviderAddr) int { return strings.Compare(a.String(), b.String()) }
	for _, addr := range slices.SortedFunc(maps.Keys(p.stores), byAddress) {
		s := p.stores[addr]
		identifier, ok := s.checker.(providers.Identifier)
		if !ok || !s.usable() {
			continue
		}
		err := guarded(s.address, p.log(), func() (err error) {
			identity.PublicKeys, identity.Source, err = identifier.Identity(create)
			return err
		})
		if err != nil {
			_, detail := providers.ReasonOf(err)
			return Identity{}, errors.New(detail)
		}
		return identity, nil
	}
	return Identity{}, errors.New(`the configuration has no encrypted store: write provider "file" "local" {} into it`)
}
