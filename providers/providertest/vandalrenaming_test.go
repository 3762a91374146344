package providertest

import (
	"context"
	"maps"

	"github.com/zsv-dev/zsv/providers"
)

// moving makes a Rename that looks at nothing and moves a secret, or the part of it that is kept.
func moving(part func(held map[string]providers.Value, there map[string]providers.Value) map[string]providers.Value) deeds {
	return deeds{rename: func(k *keeper, _ context.Context, from, to string) error {
		k.lock.Lock()
		defer k.lock.Unlock()
		moved := part(maps.Clone(k.secrets[from]), k.secrets[to])
		k.secrets[to] = moved
		delete(k.secrets, from)
		return nil
	}}
}

func whole(held, _ map[string]providers.Value) map[string]providers.Value { return held }

var vandalisedRenaming = []vandalism{
	{name: "moves nothing", by: "a secret renamed", finding: "want present",
		does: deeds{rename: func(*keeper, context.Context, string, string) error { return nil }}},
	{name: "copies", by: "a secret renamed", finding: "want missing",
		does: deeds{rename: func(k *keeper, _ context.Context, from, to string) error {
			k.lock.Lock()
			defer k.lock.Unlock()
			k.secrets[to] = k.secrets[from]
			return nil
		}}},
	{name: "loses a key", by: "a secret renamed", finding: "has no value",
		does: moving(func(held, _ map[string]providers.Value) map[string]providers.Value {
			delete(held, "password")
			return held
		})},
	{name: "loses what the values are", by: "a secret renamed", finding: "is not what was stored",
		does: moving(func(held, _ map[string]providers.Value) map[string]providers.Value {
			for key, value := range held {
				held[key] = providers.NewValue(value.String())
			}
			return held
		})},
	{name: "renames what is not there", by: "a missing secret renamed", finding: "want \"there is no such secret\"", does: moving(whole)},
	{name: "overwrites", by: "a secret renamed to one that is there", finding: "want \"the secret exists already\"", does: moving(whole)},
	{name: "merges", by: "a secret renamed to one that is there", finding: "though the store does not hold it",
		does: moving(func(held, there map[string]providers.Value) map[string]providers.Value {
			maps.Copy(held, there)
			return held
		})},
	{name: "deletes what it moved onto itself", by: "a secret renamed to itself", finding: "want present", does: moving(whole)},
	{name: "brings old keys back", by: "a secret renamed to one that was deleted", finding: "though the store does not hold it",
		does: deeds{rename: func(k *keeper, ctx context.Context, from, to string) error {
			err := k.Rename(ctx, from, to)
			maps.Copy(k.secrets[to], k.deleted[to])
			return err
		}}},
	{name: "takes a deleted secret for one that is there", by: "a secret renamed to one that was deleted", finding: "failed",
		does: deeds{rename: func(k *keeper, ctx context.Context, from, to string) error {
			if k.deleted[to] != nil {
				return providers.ErrSecretExists
			}
			return k.Rename(ctx, from, to)
		}}},
	{name: "cleans names like paths", by: "renaming by names that lead elsewhere", finding: `Rename moved "/mlflow"`,
		does: deeds{rename: func(k *keeper, ctx context.Context, from, to string) error {
			return k.Rename(ctx, cleaned(from), cleaned(to))
		}}},
	{name: "replaces where a name leads", by: "renaming by names that lead elsewhere", finding: "is not what was stored",
		does: deeds{rename: func(k *keeper, ctx context.Context, from, to string) error {
			if to == "team/mlflow/.." {
				return moving(whole).rename(k, ctx, from, "team")
			}
			return k.Rename(ctx, from, to)
		}}},
	{name: "moves on", by: "renaming after an interrupt", finding: "did not fail",
		does: deeds{rename: func(k *keeper, _ context.Context, from, to string) error {
			return k.Rename(context.Background(), from, to)
		}}},
	{name: "moves before it looks", by: "renaming after an interrupt", finding: "want present",
		does: deeds{rename: func(k *keeper, ctx context.Context, from, to string) error {
			_ = k.Rename(context.Background(), from, to)
			return ctx.Err()
		}}},
	{name: "loses the secret that others move", by: "a secret renamed by several", finding: "are lost",
		does: deeds{rename: func(k *keeper, ctx context.Context, from, to string) error {
			if k.calls.Add(1) == 1 {
				return k.Rename(ctx, from, to)
			}
			k.lock.Lock()
			defer k.lock.Unlock()
			clear(k.secrets)
			return providers.ErrSecretMissing
		}}},
	{name: "moves what it read", by: "a secret written to while it is renamed", finding: "are lost",
		does: deeds{
			rename: func(k *keeper, _ context.Context, from, to string) error {
				seen := k.look(from, nil)
				close(k.shelf.read)
				<-k.shelf.wrote
				k.lock.Lock()
				defer k.lock.Unlock()
				k.secrets[to] = seen
				delete(k.secrets, from)
				return nil
			},
			write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
				<-k.shelf.read
				written, err := k.Write(ctx, change)
				if k.calls.Add(1) == 1 {
					close(k.shelf.wrote)
				}
				return written, err
			},
		}},
}
