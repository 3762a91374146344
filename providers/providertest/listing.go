package providertest

import (
	"context"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// listing are the cases of providers.Lister and providers.KeyLister.
var listing = []Case{
	{
		Name:   "secrets listed",
		Powers: []Power{Listing},
		Demand: "List names exactly the secrets that are there, sorted, of every spelling and depth; Check finds each of them.",
		run: func(s *session) {
			store := s.oddlyNamed()
			s.with(store, func(f *fixture) {
				f.wantListed(secretsOf(store)...)
				for _, name := range f.list() {
					f.wantSecret(f.askOne(providers.SecretExists, name, "key"), name, providers.Present)
				}
			}, Listing)
		},
	},
	{
		Name:   "nothing to list",
		Powers: []Power{Listing},
		Demand: "An empty store has no names.",
		run: func(s *session) {
			s.with(Store{}, func(f *fixture) { f.wantListed() }, Listing)
		},
	},
	{
		Name:   "what was created is listed",
		Powers: []Power{Listing, Writing},
		Demand: "A secret that was created is listed, and so is one that was there before.",
		run: func(s *session) {
			s.with(Store{"slack": with("slack", "token")}, func(f *fixture) {
				f.wantListed("slack")
				f.mustWrite(f.change("mlflow", fresh("mlflow", "password")))
				f.mustWrite(f.change("slack", fresh("slack", "url")))
				f.wantListed("mlflow", "slack")
			}, Listing, Writing)
		},
	},
	{
		Name:   "what was deleted is not listed",
		Powers: []Power{Listing, Deleting},
		Demand: "A secret that was deleted is no longer listed.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				f.wantListed("mlflow", "slack")
				f.mustDelete("mlflow")
				f.wantListed("slack")
			}, Listing, Deleting)
		},
	},
	{
		Name:   "what was renamed is listed",
		Powers: []Power{Listing, Renaming},
		Demand: "A secret that was renamed is listed under its new name alone.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				f.mustRename("slack", "alerts")
				f.wantListed("alerts", "mlflow")
			}, Listing, Renaming)
		},
	},
	{
		Name:   "listing after an interrupt",
		Powers: []Power{Listing},
		Demand: "With a context that has ended List fails with its error or says the truth.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				for _, ctx := range f.ended() {
					names, err := f.listUntil(ctx)
					if f.wantEnd("List", err); err == nil {
						f.wantNames("the list of secrets", names, "mlflow")
					}
				}
			}, Listing)
		},
	},
	{
		Name:   "keys listed",
		Powers: []Power{ListingKeys},
		Demand: "ListKeys names exactly the keys of a secret, sorted, of every spelling, also those without text in their value.",
		run: func(s *session) {
			store, _ := s.oddlyKeyed()
			if s.holdsValue("") {
				store["odd"]["empty"] = ""
			}
			s.with(store, func(f *fixture) {
				for home, held := range store {
					f.wantKeys(home, keysOf(held)...)
				}
			}, ListingKeys)
		},
	},
	{
		Name:   "no keys to list",
		Powers: []Power{ListingKeys},
		Demand: "ListKeys says of a missing secret that it is missing, as an answer, and of a secret without keys that it is there.",
		run: func(s *session) {
			store := Store{"mlflow": with("mlflow", "password")}
			if s.holdsBare("bare") {
				store["bare"] = map[string]string{}
			}
			s.with(store, func(f *fixture) {
				for _, name := range []string{"slack", "mlflo", "mlflow2"} {
					if list := f.mustListKeys(name); list.Secret != providers.Missing {
						f.Errorf("the secret %q is %s to ListKeys, want missing", name, list.Secret)
					}
				}
				if s.holdsBare("bare") {
					f.wantKeys("bare")
				}
			}, ListingKeys)
		},
	},
	{
		Name:   "listing keys by names that lead elsewhere",
		Powers: []Power{ListingKeys},
		Demand: "Dots, slashes, patterns and escapes in a name never list the keys of another secret.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "team": with("team", "password")}, func(f *fixture) {
				for _, name := range misleading {
					if list, _ := f.listKeys(f.Context(), name); list.Secret == providers.Present || len(list.Keys) > 0 {
						f.Errorf("the secret %q is %s to ListKeys and has %d keys, though the store does not hold it",
							name, list.Secret, len(list.Keys))
					}
				}
			}, ListingKeys)
		},
	},
	{
		Name:   "listing keys after an interrupt",
		Powers: []Power{ListingKeys},
		Demand: "With a context that has ended ListKeys fails with its error or says the truth.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				for _, ctx := range f.ended() {
					list, err := f.listKeys(ctx, "mlflow")
					f.wantEnd("ListKeys", err)
					if list.Secret == providers.Missing {
						f.Errorf("a secret that is there is missing to ListKeys with a context that has ended")
					}
				}
			}, ListingKeys)
		},
	},
}

// oddlyNamed returns secrets of every spelling that the store can hold, also below one another.
func (s *session) oddlyNamed() Store {
	store := Store{}
	for _, name := range append([]string{"team", "team/mlflow", "team/ml/prod"}, spellings...) {
		if s.holds(name, "key") {
			store[name] = with(name, "key")
		}
	}
	if s.holdsBare("bare") {
		store["bare"] = map[string]string{}
	}
	return store
}

func secretsOf(store Store) []string {
	var names []string
	for name := range store {
		names = append(names, name)
	}
	return names
}

// wantListed demands the names of the secrets, whoever asks.
func (f *fixture) wantListed(names ...string) {
	f.Helper()
	for _, eye := range f.eyes() {
		f.wantNames("the list of secrets", eye.list(), names...)
	}
}

// list lists a working store.
func (f *fixture) list() []string {
	f.Helper()
	names, err := f.listUntil(f.Context())
	if err != nil {
		f.Errorf("List of a working store failed: %v", err)
	}
	return names
}

func (f *fixture) listUntil(ctx context.Context) (names []string, err error) {
	f.Helper()
	err = f.guard("List", func() (err error) {
		names, err = f.checker.(providers.Lister).List(ctx)
		return err
	})
	f.judgeFailure(ctx, "List", err)
	f.searchAny("the list of secrets", names)
	return names, err
}

// wantKeys demands a present secret with exactly these keys.
func (f *fixture) wantKeys(name string, keys ...string) {
	f.Helper()
	list := f.mustListKeys(name)
	if list.Secret != providers.Present {
		f.Errorf("the secret %q is %s%s to ListKeys, want present", name, list.Secret, because(list.Reason, list.Detail))
		return
	}
	f.wantNames("the list of keys", list.Keys, keys...)
}

// mustListKeys lists keys in a working store.
func (f *fixture) mustListKeys(name string) providers.KeyList {
	f.Helper()
	list, err := f.listKeys(f.Context(), name)
	if err != nil {
		f.Errorf("ListKeys of %q in a working store failed: %v", name, err)
	}
	return list
}

// listKeys lists keys, and holds what comes of it to the rules.
func (f *fixture) listKeys(ctx context.Context, name string) (list providers.KeyList, err error) {
	f.Helper()
	err = f.guard("ListKeys", func() (err error) {
		list, err = f.checker.(providers.KeyLister).ListKeys(ctx, f.location(name))
		return err
	})
	f.judgeFailure(ctx, "ListKeys", err)
	f.searchAny("a list of keys", list)
	if err == nil {
		f.judgeKeyList("the list of keys of "+name, list)
	}
	return list, err
}

func (f *fixture) judgeKeyList(what string, list providers.KeyList) {
	f.Helper()
	f.judgeSecret(what, list.Secret, list.Reason, list.Detail)
	if list.ValuesRead < 0 {
		f.Errorf("%s disclosed %d values", what, list.ValuesRead)
	}
	if list.Secret != providers.Present && len(list.Keys) > 0 {
		f.Errorf("%s contradicts itself: there are %d, the secret is %s", what, len(list.Keys), list.Secret)
	}
	if !slices.IsSorted(list.Keys) {
		f.Errorf("%s is not sorted", what)
	}
}
