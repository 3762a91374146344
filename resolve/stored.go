package resolve

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// A StoredSecret is one secret at its place in the store of a configuration, whether it is there or not.
type StoredSecret struct {
	Name string
	// Provider is the provider's address, Location where it keeps the secret, as in Check.
	Provider, Location string

	plan  *Plan
	store *store
}

// Stored returns the secret called name. The error is a *SecretError: nothing says which provider answers for it, or its
// provider or place cannot be told because of a mistake in the configuration.
func (p *Plan) Stored(name string, where Where) (*StoredSecret, error) {
	if err := checkSecretName(name); err != nil {
		return nil, &SecretError{Err: ErrNoSecret, Secret: name, Reason: providers.Invalid, Detail: err.Error()}
	}
	s, err := p.storeFor(name, where)
	if err != nil {
		return nil, err
	}
	if problem := p.whyNotAsked(s, name); problem != "" {
		return nil, &SecretError{Err: ErrNoStore, Secret: name, Reason: providers.Invalid, Detail: problem}
	}
	return &StoredSecret{Name: name, Provider: s.address, Location: p.locate(s.addr, name), plan: p, store: s}, nil
}

// checkSecretName says why nothing could refer to a secret of this name.
func checkSecretName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("the name is empty")
	case strings.Contains(name, "."):
		return fmt.Errorf("the name %q has a dot, so nothing could refer to it: in {{NAME.KEY}} the first dot ends the name", name)
	case strings.ContainsFunc(name, pythonSpace):
		return fmt.Errorf("the name %q has a blank, so nothing could refer to it", name)
	}
	return nil
}

// Keys returns the keys that the secret has. A store that cannot list keys is asked for those that the configuration knows.
// The error is a *SecretError.
func (s *StoredSecret) Keys(ctx context.Context) (providers.KeyList, error) {
	list, err := s.keys(ctx)
	switch {
	case err != nil:
		return list, secretError(s.Name, "", err)
	case list.Secret == providers.Present:
		return list, nil
	}
	return list, whyNoSecret(s.Name, list.Secret, list.Reason, list.Detail)
}

func (s *StoredSecret) keys(ctx context.Context) (providers.KeyList, error) {
	if _, ok := s.store.checker.(providers.KeyLister); ok {
		return s.store.listKeys(ctx, s.plan.log(), s.Location)
	}
	q := &question{store: s.store, location: s.Location}
	q.want(s.knownKeys()...)
	(&inquiry{store: s.store, level: providers.SecretAndKeyExists, log: s.plan.log(), questions: []*question{q}}).ask(ctx)
	list := providers.KeyList{Secret: q.answer.Secret, Reason: q.answer.Reason, Detail: q.answer.Detail,
		ValuesRead: q.answer.ValuesRead}
	for _, key := range q.wanted() {
		if q.answer.Keys[key].Status == providers.Present {
			list.Keys = append(list.Keys, key)
		}
	}
	return list, nil
}

// knownKeys returns the keys that the configuration refers to or declares.
func (s *StoredSecret) knownKeys() []string { return s.plan.knownKeys(s.store.addr)[s.Name] }

// Get fetches the values of keys, of all that the secret has where none is named. The error is a *SecretError: that of the
// first key that has no value, where it is not about the whole secret.
func (s *StoredSecret) Get(ctx context.Context, keys ...string) (map[string]providers.Value, error) {
	if _, ok := s.store.checker.(providers.KeyLister); !ok && len(keys) == 0 {
		list, err := s.Keys(ctx)
		if err != nil {
			return nil, err
		}
		keys = list.Keys
	}
	wanted := slices.Sorted(slices.Values(keys))
	f := s.store.fetch(ctx, s.plan.log(), []providers.Query{{Location: s.Location, Keys: slices.Compact(wanted)}})[0]
	if f.Secret != providers.Present {
		return nil, whyNoSecret(s.Name, f.Secret, f.Reason, f.Detail)
	}
	for _, key := range wanted {
		if !f.Values[key].IsSet() {
			return nil, whyNoKey(s.Name, key, f)
		}
	}
	if len(wanted) > 0 {
		return only(f.Values, wanted), nil
	}
	return f.Values, firstProblem(s.Name, f)
}

// only returns the values that were asked for.
func only(values map[string]providers.Value, keys []string) map[string]providers.Value {
	all := make(map[string]providers.Value, len(keys))
	for _, key := range keys {
		all[key] = values[key]
	}
	return all
}

// Vet says why the store cannot take a change. The error is a *SecretError.
func (s *StoredSecret) Vet(change providers.Change) error {
	change.Location = s.Location
	return secretError(s.Name, "", s.store.vet(s.plan.log(), change))
}

// Write makes a change. The error is a *SecretError.
func (s *StoredSecret) Write(ctx context.Context, change providers.Change) (providers.Written, error) {
	change.Location = s.Location
	written, err := s.store.write(ctx, s.plan.log(), change)
	return written, secretError(s.Name, "", err)
}

// Delete deletes the secret and says how it can be brought back, "" where it cannot. The error is a *SecretError.
func (s *StoredSecret) Delete(ctx context.Context) (restore string, err error) {
	restore, err = s.store.delete(ctx, s.plan.log(), s.Location)
	return restore, secretError(s.Name, "", err)
}

// Rename gives the secret the place of another one, which must be of the same provider. The error is a *SecretError.
func (s *StoredSecret) Rename(ctx context.Context, to *StoredSecret) error {
	return secretError(s.Name, "", s.store.rename(ctx, s.plan.log(), s.Location, to.Location))
}

// Uses returns the places that refer to the secret, in order.
func (s *StoredSecret) Uses() []CheckUse {
	var all []CheckUse
	for _, use := range s.plan.extraction.Uses {
		place := checkUse(use)
		if use.Reference.Name == s.Name && use.Provider == s.store.addr && !slices.Contains(all, place) {
			all = append(all, place)
		}
	}
	return all
}

// Remedy returns the commands, one a line, by which people set keys themselves; "" where there are none.
func (s *StoredSecret) Remedy(keys ...string) string {
	return s.store.remedy(s.Location, slices.Sorted(slices.Values(keys)), false)
}

// Store describes the store for people, as in the heading of a report; it may be empty.
func (s *StoredSecret) Store() string { return s.store.describe() }
