package resolve

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
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
	if err := config.CheckSecretName(name); err != nil {
		return nil, &SecretError{Err: ErrNoSecret, Secret: name, Reason: providers.Invalid, Detail: err.Error()}
	}
	s, err := p.storeFor(name, where)
	if err != nil {
		return nil, err
	}
	if problem := p.whyNotKept(s, name); problem != "" {
		return nil, &SecretError{Err: ErrNoStore, Secret: name, Reason: providers.Invalid, Detail: problem}
	}
	return &StoredSecret{Name: name, Provider: s.address, Location: p.locate(s.addr, name), plan: p, store: s}, nil
}

// whyNotKept says why it is not known where a store keeps a secret.
func (p *Plan) whyNotKept(s *store, name string) string {
	if p.cfg.Lost.Secret(name) {
		return "a block of the configuration that may be about it has an error, so it is not known where it is kept; zsv " +
			"validate says what is wrong"
	}
	return p.whyNotAsked(s, name)
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

// ListsKeys says whether Keys returns all keys. Else a secret that is missing for it may be there with others.
func (s *StoredSecret) ListsKeys() bool {
	_, ok := s.store.checker.(providers.KeyLister)
	return ok
}

func (s *StoredSecret) keys(ctx context.Context) (providers.KeyList, error) {
	if s.ListsKeys() {
		return s.store.listKeys(ctx, s.plan.log(), s.Location)
	}
	q := s.ask(ctx, s.knownKeys()...)
	list := providers.KeyList{Secret: q.answer.Secret, Reason: q.answer.Reason, Detail: q.answer.Detail,
		ValuesRead: q.answer.ValuesRead}
	for _, key := range q.wanted() {
		switch q.answer.Keys[key].Status {
		case providers.Present:
			list.Keys = append(list.Keys, key)
		case providers.Unverified:
			return unverifiedKeys(q.answer, key), nil
		case providers.Missing:
		}
	}
	return list, nil
}

// unverifiedKeys says that the keys of a secret are not known, because one of them is not.
func unverifiedKeys(a providers.Answer, key string) providers.KeyList {
	v := (&check{checkID: checkID{reference: Reference{Key: key}}}).judge(a)
	status := providers.Unverified
	if v.status == StatusMissingSecret {
		status = providers.Missing
	}
	return providers.KeyList{Secret: status, Reason: v.reason, Detail: v.detail, ValuesRead: a.ValuesRead}
}

// ask asks the store for keys, as a check does.
func (s *StoredSecret) ask(ctx context.Context, keys ...string) *question {
	q := &question{store: s.store, location: s.Location}
	q.want(keys...)
	(&inquiry{store: s.store, level: providers.SecretAndKeyExists, log: s.plan.log(), questions: []*question{q}}).ask(ctx)
	return q
}

// Has says whether the secret has a key, without reading its value where the store allows that. The error is a
// *SecretError; nil where it has.
func (s *StoredSecret) Has(ctx context.Context, key string) error {
	if key == "" { // which would ask for the secret as a whole
		return &SecretError{Err: ErrNoKey, Secret: s.Name}
	}
	q := s.ask(ctx, append(s.knownKeys(), key)...) // the others may be all that tells that there is such a secret
	v := (&check{checkID: checkID{reference: Reference{s.Name, key}}, location: s.Location}).judge(q.answer)
	e := &SecretError{Secret: s.Name, Key: key, Reason: v.reason, Detail: v.detail, Suggestion: v.suggestion}
	switch v.status {
	case StatusPresent:
		return nil
	case StatusMissingSecret:
		e.Err, e.Key = ErrNoSecret, ""
	case StatusMissingKey:
		e.Err = ErrNoKey
	default:
		e.Err, e.Detail = ErrNotVerified, (&Check{Detail: v.detail, Advice: q.answer.Advice}).FullDetail()
	}
	return e
}

// knownKeys returns the keys that the configuration refers to or declares.
func (s *StoredSecret) knownKeys() []string { return s.plan.knownKeys(s.store.addr)[s.Name] }

// Get fetches the values of keys, of all that the secret has where none is named. The error is a *SecretError: that of the
// first key that has no value, where it is not about the whole secret.
func (s *StoredSecret) Get(ctx context.Context, keys ...string) (map[string]providers.Value, error) {
	if !s.ListsKeys() && len(keys) == 0 {
		list, err := s.Keys(ctx)
		if err != nil {
			return nil, err
		}
		keys = list.Keys
	}
	wanted := slices.Compact(slices.Sorted(slices.Values(keys)))
	f := s.store.fetch(ctx, s.plan.log(), []providers.Query{{Location: s.Location, Keys: wanted}})[0]
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

// Vet says why the store cannot take a change. The error is a *SecretError of the kind ErrRefused.
func (s *StoredSecret) Vet(change providers.Change) error {
	change.Location = s.Location
	err := s.store.vet(s.plan.log(), change)
	if err == nil {
		return nil
	}
	reason, detail := providers.ReasonOf(err)
	return &SecretError{Err: ErrRefused, Secret: s.Name, Reason: reason, Detail: detail}
}

// Write makes a change. The error is a *SecretError.
func (s *StoredSecret) Write(ctx context.Context, change providers.Change) (providers.Written, error) {
	change.Location = s.Location
	written, err := s.store.write(ctx, s.plan.log(), change)
	return written, writingError(s.Name, err)
}

// Delete deletes the secret and says how it can be brought back, "" where it cannot. The error is a *SecretError.
func (s *StoredSecret) Delete(ctx context.Context) (restore string, err error) {
	restore, err = s.store.delete(ctx, s.plan.log(), s.Location)
	return restore, writingError(s.Name, err)
}

// Rename gives the secret the place of another one, which must be of the same provider. The error is a *SecretError.
func (s *StoredSecret) Rename(ctx context.Context, to *StoredSecret) error {
	err := s.store.rename(ctx, s.plan.log(), s.Location, to.Location)
	if errors.Is(err, providers.ErrSecretExists) {
		return writingError(to.Name, err)
	}
	return writingError(s.Name, err)
}

// RenamesWhole says whether its store renames whole or not at all.
func (s *StoredSecret) RenamesWhole() bool {
	_, whole := s.store.checker.(providers.WholeRenamer)
	return whole
}

// Remedy returns the commands, one a line, by which people set keys themselves; "" where there are none.
func (s *StoredSecret) Remedy(keys ...string) string {
	return s.store.remedy(s.Location, slices.Sorted(slices.Values(keys)), false)
}

// Writable says whether zsv ever writes to the store. A provider that can write may have a store that it never does, such
// as a mounted directory; it says so of a change that changes nothing.
func (s *StoredSecret) Writable() bool {
	reason, _ := providers.ReasonOf(s.store.vet(s.plan.log(), providers.Change{Location: s.Location}))
	return reason != providers.Unsupported
}

// Store describes the store for people, as in the heading of a report; it may be empty. Where the secret's block has it
// elsewhere than the store's other secrets, it says where.
func (s *StoredSecret) Store() string {
	description, usual := s.store.describe(), s.store.locate(s.Name, "")
	switch {
	case s.Location == usual:
		return description
	case description == "":
		return s.Location
	}
	parts := strings.Split(description, ", ")
	folder, below := strings.CutSuffix(usual, "/"+s.Name)
	if i := slices.Index(parts, folder); below && i >= 0 {
		parts[i] = s.Location
	} else {
		parts = append(parts, s.Location)
	}
	return strings.Join(parts, ", ")
}
