package providertest

import (
	"context"
	"maps"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// resurrecting brings the old keys of a deleted secret back.
var resurrecting = deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
	written, err := k.Write(ctx, change)
	k.lock.Lock()
	defer k.lock.Unlock()
	if err == nil {
		maps.Copy(k.secrets[change.Location], k.deleted[change.Location])
	}
	return written, err
}}

var vandalisedDeleting = []vandalism{
	{name: "deletes nothing", by: "a secret deleted", finding: "want missing",
		does: deeds{remove: func(*keeper, context.Context, string) (string, error) { return "", nil }}},
	{name: "deletes by the beginning of a name", by: "a secret deleted", finding: `"mlflow2" is missing`,
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			restore, err := k.Delete(ctx, location)
			k.lock.Lock()
			defer k.lock.Unlock()
			maps.DeleteFunc(k.secrets, func(name string, _ map[string]providers.Value) bool { return strings.HasPrefix(name, location) })
			return restore, err
		}}},
	{name: "shows a value", by: "a secret deleted", finding: "a value shows in the way to restore",
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			_, err := k.Delete(ctx, location)
			return "Write " + value("mlflow", "password") + " again.", err
		}}},
	{name: "deletes what is not there", by: "a secret deleted twice", finding: "want \"there is no such secret\"",
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			_, _ = k.Delete(ctx, location)
			return "", nil
		}}},
	{name: "blames the store for what is not there", by: "a secret deleted twice", finding: "want \"there is no such secret\"",
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			restore, err := k.Delete(ctx, location)
			if err != nil {
				err = broken
			}
			return restore, err
		}}},
	{name: "brings old keys back", by: "a deleted secret written again", finding: "though the store does not hold it",
		does: resurrecting},
	{name: "takes a deleted secret for one that is there", by: "a deleted secret written again",
		finding: "want \"there is no such secret\"",
		does: changedBut(func(k *keeper, change *providers.Change) {
			if k.deleted[change.Location] != nil {
				change.Condition = providers.Always
			}
		})},
	{name: "cannot write where one was deleted", by: "a deleted secret written again", finding: "was not written",
		does: strictly(func(k *keeper, change providers.Change) error {
			if k.deleted[change.Location] != nil {
				return broken
			}
			return nil
		})},
	{name: "cleans names like paths", by: "deleting by names that lead elsewhere", finding: `Delete deleted "/mlflow"`,
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			return k.Delete(ctx, cleaned(location))
		}}},
	{name: "deletes all for no name", by: "deleting by names that lead elsewhere", finding: "want present",
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			if location == "" {
				clear(k.secrets)
			}
			return k.Delete(ctx, location)
		}}},
	{name: "deletes on", by: "deleting after an interrupt", finding: "did not fail",
		does: deeds{remove: func(k *keeper, _ context.Context, location string) (string, error) {
			return k.Delete(context.Background(), location)
		}}},
	{name: "deletes before it looks", by: "deleting after an interrupt", finding: "want present",
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			_, _ = k.Delete(context.Background(), location)
			return "", ctx.Err()
		}}},
	{name: "fails where another was faster", by: "one secret deleted by several", finding: "one of several that delete a secret failed",
		does: deeds{remove: func(k *keeper, ctx context.Context, location string) (string, error) {
			restore, err := k.Delete(ctx, location)
			if err != nil {
				err = broken
			}
			return restore, err
		}}},
	{name: "leaves it to the others", by: "one secret deleted by several", finding: "none of those that deleted",
		does: deeds{remove: func(*keeper, context.Context, string) (string, error) { return "", providers.ErrSecretMissing }}},
}
