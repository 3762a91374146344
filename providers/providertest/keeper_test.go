package providertest

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/zsv-dev/zsv/providers"
)

// A shelf is a store in memory. Several keepers may share one.
type shelf struct {
	lock    sync.Mutex
	secrets map[string]map[string]providers.Value
	// deleted are remains that only a vandal looks at.
	deleted map[string]map[string]providers.Value
	traits  traits
	// calls, read and wrote let vandals wait for one another.
	calls       atomic.Int64
	read, wrote chan struct{}
}

// traits make other sorts of stores of a shelf.
type traits struct {
	refusesName  func(secret, key string) bool
	refusesValue func(value string) bool
	// noBare: there are no secrets without keys.
	noBare          bool
	keysMakeSecrets bool
	warns           bool
	// refusesAll: the shelf is open to questions alone.
	refusesAll bool
}

// A keeper is an honest provider over a shelf, with all powers.
type keeper struct {
	*shelf
	// opened is what others find where this keeper was opened. It stays when a vandal takes another shelf.
	opened *shelf
	log    *slog.Logger
	sent   atomic.Int64
}

func newKeeper(store Store, traits traits, log *slog.Logger) *keeper {
	s := &shelf{secrets: map[string]map[string]providers.Value{}, deleted: map[string]map[string]providers.Value{}, traits: traits,
		read: make(chan struct{}), wrote: make(chan struct{})}
	for name, held := range store {
		s.secrets[name] = map[string]providers.Value{}
		for key, text := range held {
			s.secrets[name][key] = providers.NewValue(text)
		}
	}
	return &keeper{shelf: s, opened: s, log: log}
}

// reopened returns another keeper of the same shelf.
func (k *keeper) reopened(log *slog.Logger) *keeper {
	return &keeper{shelf: k.opened, opened: k.opened, log: log}
}

// look returns what a secret holds for one who knows of these keys; nil where there is none.
func (k *keeper) look(location string, keys []string) map[string]providers.Value {
	k.lock.Lock()
	defer k.lock.Unlock()
	return k.lookLocked(location, keys)
}

func (k *keeper) lookLocked(location string, keys []string) map[string]providers.Value {
	held := maps.Clone(k.secrets[location])
	if k.traits.keysMakeSecrets && !slices.ContainsFunc(keys, func(key string) bool { return held[key].IsSet() }) {
		return nil
	}
	return held
}

// unknown says that nothing can be said of a query: a secret is its keys, and none is named.
func (k *keeper) unknown(query providers.Query) bool {
	return k.traits.keysMakeSecrets && len(query.Keys) == 0
}

func (k *keeper) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	view := newMemory(nil, k.log)
	k.lock.Lock()
	for location, held := range k.secrets {
		view.keys[location] = slices.Sorted(maps.Keys(held))
	}
	k.lock.Unlock()
	for i, query := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		given := view.answer(level, query)
		switch {
		case k.unknown(query):
			given = providers.Answer{Reason: providers.Unsupported}
		case k.traits.keysMakeSecrets && k.look(query.Location, query.Keys) == nil:
			given.Secret = providers.Missing
			given.Available = nil
			for location := range view.keys {
				given.Available = append(given.Available, location)
			}
			given.Keys = nil
		}
		answer(i, given)
	}
	return nil
}

func (k *keeper) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	for i, query := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		answer(i, k.fetched(query))
	}
	return nil
}

func (k *keeper) fetched(query providers.Query) providers.Fetched {
	switch {
	case k.traits.refusesAll:
		return providers.Fetched{Reason: providers.Denied, Detail: "the shelf is closed"}
	case k.unknown(query):
		return providers.Fetched{Reason: providers.Unsupported}
	}
	held := k.look(query.Location, query.Keys)
	if held == nil {
		return providers.Fetched{Secret: providers.Missing}
	}
	if len(query.Keys) == 0 {
		return providers.Fetched{Secret: providers.Present, Values: held}
	}
	fetched := providers.Fetched{Secret: providers.Present, Values: map[string]providers.Value{}, Keys: map[string]providers.Key{}}
	for _, key := range query.Keys {
		if value, ok := held[key]; ok {
			fetched.Values[key] = value
		} else {
			fetched.Keys[key] = providers.Key{Status: providers.Missing}
		}
	}
	return fetched
}

var closed = &providers.Error{Reason: providers.Denied, Detail: "the shelf is closed"}

func (k *keeper) Vet(change providers.Change) error {
	for key, value := range change.Set {
		if k.traits.refusesName != nil && k.traits.refusesName(change.Location, key) {
			return &providers.Error{Reason: providers.Invalid, Detail: "the shelf has no place for this name"}
		}
		if k.traits.refusesValue != nil && k.traits.refusesValue(value.Reveal()) {
			return &providers.Error{Reason: providers.Invalid, Detail: "the shelf has no form for this value"}
		}
	}
	return nil
}

// ready says why a change is not even tried.
func (k *keeper) ready(ctx context.Context) error {
	if k.traits.refusesAll {
		return closed
	}
	return ctx.Err()
}

func (k *keeper) Write(ctx context.Context, change providers.Change) (providers.Written, error) {
	if err := k.ready(ctx); err != nil {
		return providers.Written{}, err
	}
	if err := k.Vet(change); err != nil {
		return providers.Written{}, err
	}
	k.lock.Lock()
	defer k.lock.Unlock()
	return k.apply(change)
}

// apply makes a change, under the lock.
func (k *keeper) apply(change providers.Change) (providers.Written, error) {
	known := append(slices.Collect(maps.Keys(change.Set)), change.Remove...)
	there := k.lookLocked(change.Location, known) != nil
	switch {
	case there && change.Condition == providers.IfMissing:
		return providers.Written{}, providers.ErrSecretExists
	case !there && change.Condition == providers.IfPresent:
		return providers.Written{}, providers.ErrSecretMissing
	}
	written := providers.Written{Created: !there}
	if k.traits.warns {
		written.Warnings = []string{"Another writer may have lost its keys; write from one place alone."}
	}
	held := maps.Clone(k.secrets[change.Location])
	if held == nil {
		held = map[string]providers.Value{}
	}
	merge(held, change, &written)
	if len(held) == 0 && (k.traits.noBare || k.traits.keysMakeSecrets) {
		written.Created = false
		delete(k.secrets, change.Location)
		return written, nil
	}
	k.secrets[change.Location] = held
	return written, nil
}

func merge(held map[string]providers.Value, change providers.Change, written *providers.Written) {
	for _, key := range slices.Sorted(maps.Keys(change.Set)) {
		if _, there := held[key]; there && change.Keep {
			written.Kept = append(written.Kept, key)
			continue
		}
		held[key] = change.Set[key]
		written.Set = append(written.Set, key)
	}
	for _, key := range slices.Sorted(slices.Values(change.Remove)) {
		if _, there := held[key]; there {
			delete(held, key)
			written.Removed = append(written.Removed, key)
		}
	}
}

func (k *keeper) Delete(ctx context.Context, location string) (string, error) {
	if err := k.ready(ctx); err != nil {
		return "", err
	}
	k.lock.Lock()
	defer k.lock.Unlock()
	held, ok := k.secrets[location]
	if !ok {
		return "", providers.ErrSecretMissing
	}
	k.deleted[location] = held
	delete(k.secrets, location)
	return "Look below the shelf.", nil
}

func (k *keeper) Rename(ctx context.Context, from, to string) error {
	if err := k.ready(ctx); err != nil {
		return err
	}
	if err := k.Vet(providers.Change{Location: to, Set: map[string]providers.Value{"any": providers.NewValue("")}}); err != nil {
		return err
	}
	k.lock.Lock()
	defer k.lock.Unlock()
	held, ok := k.secrets[from]
	if !ok {
		return providers.ErrSecretMissing
	}
	if _, taken := k.secrets[to]; taken {
		return providers.ErrSecretExists
	}
	k.secrets[to] = held
	delete(k.secrets, from)
	return nil
}

func (k *keeper) List(ctx context.Context) ([]string, error) {
	if err := k.ready(ctx); err != nil {
		return nil, err
	}
	k.lock.Lock()
	defer k.lock.Unlock()
	return slices.Sorted(maps.Keys(k.secrets)), nil
}

func (k *keeper) ListKeys(ctx context.Context, location string) (providers.KeyList, error) {
	if err := k.ready(ctx); err != nil {
		return providers.KeyList{}, err
	}
	k.lock.Lock()
	defer k.lock.Unlock()
	held, ok := k.secrets[location]
	if !ok {
		return providers.KeyList{Secret: providers.Missing}, nil
	}
	return providers.KeyList{Secret: providers.Present, Keys: slices.Sorted(maps.Keys(held))}, nil
}

// Requests counts, for the vandals that send too much.
func (k *keeper) Requests() int { return int(k.sent.Load()) }
