package providertest

import (
	"context"
	"maps"

	"github.com/zsv-dev/zsv/providers"
)

// hesitantly makes a Write that decides by what it saw before the others wrote. settle makes the change under the lock.
func hesitantly(settle func(k *keeper, seen map[string]providers.Value, change providers.Change) (providers.Written, error)) deeds {
	return deeds{write: func(k *keeper, _ context.Context, change providers.Change) (providers.Written, error) {
		seen := k.look(change.Location, nil)
		k.meet()
		k.lock.Lock()
		defer k.lock.Unlock()
		return settle(k, seen, change)
	}}
}

// meet waits until all contenders have come this far once.
func (k *keeper) meet() {
	if k.calls.Add(1) == contenders {
		close(k.shelf.read)
	}
	<-k.shelf.read
}

var vandalisedContention = []vandalism{
	{name: "writes back what it read", by: "writers at the same time", finding: "has no value", does: hesitantly(
		func(k *keeper, seen map[string]providers.Value, change providers.Change) (providers.Written, error) {
			k.secrets[change.Location] = maps.Clone(seen)
			return k.apply(change)
		})},
	{name: "creates several times", by: "writers at the same time", finding: "say that they created the secret", does: hesitantly(
		func(k *keeper, seen map[string]providers.Value, change providers.Change) (providers.Written, error) {
			written, err := k.apply(change)
			written.Created = seen == nil
			return written, err
		})},
	{name: "gives up when another was faster", by: "writers at the same time", finding: "was not written", does: hesitantly(
		func(k *keeper, seen map[string]providers.Value, change providers.Change) (providers.Written, error) {
			if len(k.secrets[change.Location]) != len(seen) {
				return providers.Written{}, broken
			}
			return k.apply(change)
		})},
	{name: "looks first and creates then", by: "one secret created by several", finding: "writers created the secret",
		does: hesitantly(func(k *keeper, seen map[string]providers.Value, change providers.Change) (providers.Written, error) {
			if seen != nil {
				return providers.Written{}, providers.ErrSecretExists
			}
			change.Condition = providers.Always
			return k.apply(change)
		})},
	{name: "looks first and keeps then", by: "one key kept by several", finding: "writers set the key", does: hesitantly(
		func(k *keeper, seen map[string]providers.Value, change providers.Change) (providers.Written, error) {
			change.Keep = seen["password"].IsSet()
			return k.apply(change)
		})},
	{name: "writes back the store that it read", by: "secrets created side by side", finding: "want present",
		does: deeds{write: func(k *keeper, _ context.Context, change providers.Change) (providers.Written, error) {
			k.lock.Lock()
			seen := maps.Clone(k.secrets)
			k.lock.Unlock()
			k.meet()
			k.lock.Lock()
			defer k.lock.Unlock()
			k.secrets = seen
			return k.apply(change)
		}}},
}
