package resolve

import (
	"context"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// StoredNames returns the names of the secrets in a store, sorted, with the provider's address. A store that cannot list
// its secrets is asked for those that the configuration refers to or declares.
func (p *Plan) StoredNames(ctx context.Context, where Where) (names []string, provider string, err error) {
	s, err := p.storeFor("", where)
	if err != nil {
		return nil, "", err
	}
	if problem := p.whyNotAsked(s, ""); problem != "" {
		return nil, "", &SecretError{Err: ErrNoStore, Reason: providers.Invalid, Detail: problem}
	}
	if _, ok := s.checker.(providers.Lister); !ok {
		names, err := p.presentNames(ctx, s)
		return names, s.address, err
	}
	names, err = s.list(ctx, p.log())
	return names, s.address, secretError("", "", err)
}

// presentNames returns the names that the configuration knows of secrets that are in a store. A secret of which it knows no
// key, or not the place, cannot be looked for.
func (p *Plan) presentNames(ctx context.Context, s *store) ([]string, error) {
	known := p.knownKeys(s.addr)
	var present []string
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if len(known[name]) == 0 || p.whyNotKept(s, name) != "" {
			continue
		}
		held, err := (&StoredSecret{Name: name, Provider: s.address, Location: p.locate(s.addr, name), plan: p, store: s}).Keys(ctx)
		switch {
		case err == nil && len(held.Keys) > 0:
			present = append(present, name)
		case err != nil && !isMissing(err):
			return nil, err
		}
	}
	return present, nil
}

// KnownSecrets returns the names of the secrets that the configuration refers to or declares, with the keys that it knows,
// sorted.
func (p *Plan) KnownSecrets() map[string][]string {
	all := map[string][]string{}
	for addr := range p.stores {
		for name, keys := range p.knownKeys(addr) {
			all[name] = append(all[name], keys...)
		}
	}
	for name := range all {
		slices.Sort(all[name])
		all[name] = slices.Compact(all[name])
	}
	return all
}

// knownKeys returns the secrets that the configuration refers to or declares and a provider answers for, with their keys.
func (p *Plan) knownKeys(provider config.ProviderAddr) map[string][]string {
	known := map[string][]string{}
	for _, use := range p.extraction.Uses {
		if use.Provider != provider {
			continue
		}
		name := use.Reference.Name
		if _, ok := known[name]; !ok {
			known[name] = p.declaredKeys(name)
		}
		if key := use.Reference.Key; key != "" && !slices.Contains(known[name], key) {
			known[name] = append(known[name], key)
		}
	}
	return known
}
