package providertest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// fetch fetches from a working store, which must answer everything.
func (f *fixture) fetch(queries ...providers.Query) []providers.Fetched {
	f.Helper()
	c := newCall[providers.Fetched](f, "Fetch", queries)
	if err := f.fetchWith(f.Context(), queries, c, c.take); err != nil {
		f.Errorf("Fetch from a working store failed: %v", err)
	}
	all := make([]providers.Fetched, len(queries))
	for i, query := range queries {
		given, ok := c.answer(i)
		if !ok {
			f.Errorf("%s was not answered, though the store works", describeFetch(query))
		}
		all[i] = given
	}
	return all
}

// fetchWith gives Fetch a function of the case's own to call, and holds what comes to the rules.
func (f *fixture) fetchWith(ctx context.Context, queries []providers.Query, c *call[providers.Fetched],
	take func(int, providers.Fetched),
) error {
	f.Helper()
	fetcher := f.checker.(providers.Fetcher)
	err := c.run(f, queries, func() error { return fetcher.Fetch(ctx, queries, take) })
	f.Cleanup(func() { c.report(f.T) })
	for i, fetched := range c.all() {
		if i >= 0 && i < len(c.queries) {
			f.judgeFetched(c.queries[i], fetched)
		}
	}
	return err
}

// judgeFetched holds one answer of Fetch to what is true of every one, whatever the store holds.
func (f *fixture) judgeFetched(query providers.Query, fetched providers.Fetched) {
	f.Helper()
	what := describeFetch(query)
	f.searchAny("what was fetched", fetched)
	f.judgeSecret(what, fetched.Secret, fetched.Reason, fetched.Detail)
	if fetched.Secret != providers.Present && len(fetched.Values) > 0 {
		f.Errorf("%s contradicts itself: there are %d values, its secret is %s", what, len(fetched.Values), fetched.Secret)
	}
	for name, value := range fetched.Values {
		f.judgeFetchedValue(what, name, value, query, fetched)
	}
	for name, key := range fetched.Keys {
		f.judgeKeyWithoutValue(what, name, key, fetched.Reason)
	}
}

func (f *fixture) judgeFetchedValue(what, name string, value providers.Value, query providers.Query, fetched providers.Fetched) {
	f.Helper()
	if len(query.Keys) > 0 && !slices.Contains(query.Keys, name) {
		f.Errorf("%s got the value of %q, which nobody asked for", what, name)
	}
	if !value.IsSet() {
		f.Errorf("%s got no value in the value of %q", what, name)
	}
	if _, both := fetched.Keys[name]; both {
		f.Errorf("%s contradicts itself: key %q has a value and a reason for having none", what, name)
	}
}

func (f *fixture) judgeKeyWithoutValue(what, name string, key providers.Key, reason providers.Reason) {
	f.Helper()
	if key.Status == providers.Present || key.Status > providers.Missing {
		f.Errorf("%s got the status %d for key %q, which has no value", what, key.Status, name)
	}
	if key.Status == providers.Unverified && key.Reason == "" && reason == "" {
		f.Errorf("%s leaves key %q without a value and without a reason", what, name)
	}
	f.judgeDetail(what, key.Detail)
}

// wantFetched demands a present secret with exactly these values.
func (f *fixture) wantFetched(fetched providers.Fetched, name string, want map[string]string) {
	f.Helper()
	f.wantValues(fetched, name, want)
	for key := range fetched.Values {
		if _, ok := want[key]; !ok {
			f.Errorf("the key %q of %q was fetched, though the store does not hold it", key, name)
		}
	}
}

// wantValues demands a present secret that has these values.
func (f *fixture) wantValues(fetched providers.Fetched, name string, want map[string]string) {
	f.Helper()
	if fetched.Secret != providers.Present {
		f.Errorf("the secret %q is %s%s to Fetch, want present", name, fetched.Secret, because(fetched.Reason, fetched.Detail))
		return
	}
	for key, text := range want {
		f.wantValue(fetched, name, key, text)
	}
}

// wantValue never shows what it compares.
func (f *fixture) wantValue(fetched providers.Fetched, name, key, want string) {
	f.Helper()
	value, ok := fetched.Values[key]
	without := fetched.Keys[key]
	switch {
	case !ok && want == "" && without.Reason == providers.Empty: // where an empty value counts as none
	case !ok:
		f.Errorf("the key %q of %q has no value: it is %s%s", key, name, without.Status, because(without.Reason, without.Detail))
	case value.Reveal() != want:
		f.Errorf("the value of %q in %q is not what was stored: %s", key, name, difference(want, value.Reveal()))
	}
}

// wantNothing demands a missing secret.
func (f *fixture) wantNothing(fetched providers.Fetched, name string) {
	f.Helper()
	if fetched.Secret != providers.Missing {
		f.Errorf("the secret %q is %s%s to Fetch, want missing", name, fetched.Secret, because(fetched.Reason, fetched.Detail))
	}
}

// difference says where two values part, and nothing else of them.
func difference(want, got string) string {
	same := 0
	for same < len(want) && same < len(got) && want[same] == got[same] {
		same++
	}
	return fmt.Sprintf("%d bytes in place of %d, the first %d of them right", len(got), len(want), same)
}

func describeFetch(query providers.Query) string {
	return fmt.Sprintf("the query of Fetch for %q, keys %q,", query.Location, query.Keys)
}

// keysOf returns the names of keys, sorted.
func keysOf(values map[string]string) []string { return slices.Sorted(maps.Keys(values)) }
