package providertest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// listedBut makes a List that changes what the keeper says.
func listedBut(spoil func(k *keeper, names []string) []string) deeds {
	return deeds{list: func(k *keeper, ctx context.Context) ([]string, error) {
		names, err := k.List(ctx)
		return spoil(k, names), err
	}}
}

// remembering makes a List that answers the same for ever.
func remembering() deeds {
	var first []string
	return listedBut(func(_ *keeper, names []string) []string {
		if first == nil {
			first = names
		}
		return first
	})
}

// keysBut makes a ListKeys that changes what the keeper says.
func keysBut(spoil func(k *keeper, location string, list *providers.KeyList)) deeds {
	return deeds{listKeys: func(k *keeper, ctx context.Context, location string) (providers.KeyList, error) {
		list, err := k.ListKeys(ctx, location)
		spoil(k, location, &list)
		return list, err
	}}
}

var vandalisedListing = []vandalism{
	{name: "sorts nothing", by: "secrets listed", finding: "the list of secrets is",
		does: listedBut(func(_ *keeper, names []string) []string { slices.Reverse(names); return names })},
	{name: "lists one level", by: "secrets listed", finding: "the list of secrets is",
		does: listedBut(func(_ *keeper, names []string) []string {
			return slices.DeleteFunc(names, func(name string) bool { return strings.Contains(name, "/") })
		})},
	{name: "lists directories", by: "secrets listed", finding: `"team/ml" is missing`,
		does: listedBut(func(_ *keeper, names []string) []string { return append(names, "team/ml") })},
	{name: "shows values", by: "secrets listed", finding: "a value shows in the list",
		does: listedBut(func(_ *keeper, names []string) []string { return append(names, value("team", "key")) })},
	{name: "fails with nothing to list", by: "nothing to list", finding: "List of a working store failed",
		does: deeds{list: func(k *keeper, ctx context.Context) ([]string, error) {
			names, err := k.List(ctx)
			if len(names) == 0 {
				return nil, broken
			}
			return names, err
		}}},
	{name: "remembers its first list", by: "what was created is listed", finding: "the list of secrets is", does: remembering()},
	{name: "lists what was deleted", by: "what was deleted is not listed", finding: "the list of secrets is",
		does: listedBut(func(k *keeper, names []string) []string {
			return slices.Sorted(slices.Values(slices.AppendSeq(names, maps.Keys(k.deleted))))
		})},
	{name: "lists both names", by: "what was renamed is listed", finding: "the list of secrets is",
		does: listedBut(func(_ *keeper, names []string) []string { return append(names, "slack") })},
	{name: "lists nothing when interrupted", by: "listing after an interrupt", finding: "the list of secrets is",
		does: deeds{list: func(k *keeper, ctx context.Context) ([]string, error) { names, _ := k.List(ctx); return names, nil }}},
	{name: "blames the store", by: "listing after an interrupt", finding: "want the context's error",
		does: deeds{list: func(*keeper, context.Context) ([]string, error) { return nil, broken }}},
	{name: "leaves out what is empty", by: "keys listed", finding: "the list of keys is",
		does: keysBut(func(k *keeper, location string, list *providers.KeyList) {
			held := k.look(location, nil)
			list.Keys = slices.DeleteFunc(list.Keys, func(key string) bool { return held[key].Reveal() == "" })
		})},
	{name: "sorts nothing", by: "keys listed", finding: "is not sorted",
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) { slices.Reverse(list.Keys) })},
	{name: "shows values", by: "keys listed", finding: "a value shows in a list of keys",
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) { list.Detail = value("odd", "anchor") })},
	{name: "fails for a missing secret", by: "no keys to list", finding: `ListKeys of "slack" in a working store failed`,
		does: deeds{listKeys: func(k *keeper, ctx context.Context, location string) (providers.KeyList, error) {
			list, err := k.ListKeys(ctx, location)
			if list.Secret == providers.Missing {
				err = broken
			}
			return list, err
		}}},
	{name: "takes a secret without keys for none", by: "no keys to list", finding: `"bare" is missing`,
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) {
			if len(list.Keys) == 0 {
				list.Secret = providers.Missing
			}
		})},
	{name: "takes what is missing for empty", by: "no keys to list", finding: "want missing",
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) { list.Secret = providers.Present })},
	{name: "has keys of a secret that is not there", by: "no keys to list", finding: "contradicts itself",
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) { list.Keys = []string{"password"} })},
	{name: "says nothing", by: "no keys to list", finding: "without a reason",
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) { *list = providers.KeyList{} })},
	{name: "cleans names like paths", by: "listing keys by names that lead elsewhere", finding: `"mlflow/" is present`,
		does: deeds{listKeys: func(k *keeper, ctx context.Context, location string) (providers.KeyList, error) {
			return k.ListKeys(ctx, cleaned(location))
		}}},
	{name: "lists nothing when interrupted", by: "listing keys after an interrupt", finding: "is missing to ListKeys",
		does: deeds{listKeys: func(*keeper, context.Context, string) (providers.KeyList, error) {
			return providers.KeyList{Secret: providers.Missing}, nil
		}}},
}

// refusing tells the suite that the store withholds a power.
func refusing(power Power) func(s *Subject) {
	return func(s *Subject) { s.Refused = []Power{power} }
}

var vandalisedRefusals = []vandalism{
	{name: "gives values", by: "fetching refused", finding: "gives 1 values", adjust: refusing(Fetching)},
	{name: "calls refused missing", by: "fetching refused", finding: "says that the secret is missing", adjust: refusing(Fetching),
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) {
			*fetched = providers.Fetched{Secret: providers.Missing}
		})},
	{name: "says nothing", by: "fetching refused", finding: "did not fail", adjust: refusing(Fetching),
		does: deeds{fetch: func(*keeper, context.Context, []providers.Query, func(int, providers.Fetched)) error { return nil }}},
	{name: "writes", by: "writing refused", finding: "did not fail", adjust: refusing(Writing)},
	{name: "writes and complains", by: "writing refused", finding: "want missing", adjust: refusing(Writing),
		does: deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
			_, _ = k.Write(ctx, change)
			return providers.Written{}, closed
		}}},
	{name: "deletes", by: "deleting refused", finding: "did not fail", adjust: refusing(Deleting)},
	{name: "calls refused missing", by: "deleting refused", finding: "which is not why", adjust: refusing(Deleting),
		does: deeds{remove: func(*keeper, context.Context, string) (string, error) { return "", providers.ErrSecretMissing }}},
	{name: "renames", by: "renaming refused", finding: "did not fail", adjust: refusing(Renaming)},
	{name: "lists", by: "listing refused", finding: "did not fail", adjust: refusing(Listing)},
	{name: "lists nothing", by: "listing refused", finding: "did not fail", adjust: refusing(Listing),
		does: deeds{list: func(*keeper, context.Context) ([]string, error) { return nil, nil }}},
	{name: "lists keys", by: "listing keys refused", finding: "want unverified", adjust: refusing(ListingKeys)},
	{name: "calls refused missing", by: "listing keys refused", finding: "want unverified", adjust: refusing(ListingKeys),
		does: keysBut(func(_ *keeper, _ string, list *providers.KeyList) {
			*list = providers.KeyList{Secret: providers.Missing}
		})},
}
