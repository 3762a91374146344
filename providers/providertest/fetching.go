package providertest

import (
	"context"
	"fmt"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// fetching are the cases of providers.Fetcher.
var fetching = []Case{
	{
		Name:   "fetched values",
		Demand: "Fetch gives the value of each key that is asked for, and of no other.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username"), "slack": with("slack", "token")}, func(f *fixture) {
				fetched := f.fetch(f.query("mlflow", "password"), f.query("slack", "token"), f.query("mlflow", "password", "username"))
				f.wantFetched(fetched[0], "mlflow", with("mlflow", "password"))
				f.wantFetched(fetched[1], "slack", with("slack", "token"))
				f.wantFetched(fetched[2], "mlflow", with("mlflow", "password", "username"))
			}, Fetching)
		},
	},
	{
		Name:   "all values fetched",
		Demand: "A query without keys gets all keys of its secret; a store that cannot know them says unsupported.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				fetched := f.fetch(f.query("mlflow"))[0]
				if !s.subject.KeysMakeSecrets {
					f.wantFetched(fetched, "mlflow", with("mlflow", "password", "username"))
				} else if fetched.Secret != providers.Unverified || fetched.Reason != providers.Unsupported || len(fetched.Values) > 0 {
					f.Errorf("a query without keys got %s for the reason %q and %d values, want unverified for the reason %q",
						fetched.Secret, fetched.Reason, len(fetched.Values), providers.Unsupported)
				}
			}, Fetching)
		},
	},
	{
		Name:   "no values of a secret without keys",
		Demand: "A secret that is there without any key is present, and has no values.",
		run: func(s *session) {
			if s.subject.KeysMakeSecrets || !s.holds("bare", "") {
				return // There is no such secret.
			}
			s.with(Store{"bare": {}}, func(f *fixture) {
				f.wantFetched(f.fetch(f.query("bare"))[0], "bare", nil)
			}, Fetching)
		},
	},
	{
		Name:   "a missing key fetched",
		Demand: "A key that a present secret lacks is said to be missing and has no value; the keys beside it have theirs.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				fetched := f.fetch(f.query("mlflow", "password", "token"))[0]
				f.wantFetched(fetched, "mlflow", with("mlflow", "password"))
				if key := fetched.Keys["token"]; key.Status != providers.Missing {
					f.Errorf("the missing key is %s%s, want missing", key.Status, because(key.Reason, key.Detail))
				}
			}, Fetching)
		},
	},
	{
		Name:   "a missing secret fetched",
		Demand: "A secret that the store does not hold is missing and has no values, as an answer and not as an error.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				fetched := f.fetch(f.query("slack", "password"), f.query("mlflow", "password"))
				f.wantNothing(fetched[0], "slack")
				f.wantFetched(fetched[1], "mlflow", with("mlflow", "password"))
				if !s.subject.KeysMakeSecrets {
					f.wantNothing(f.fetch(f.query("slack"))[0], "slack")
				}
			}, Fetching)
		},
	},
	{
		Name:   "odd values that were there",
		Demand: "A value is fetched as the bytes that were stored, whatever they are.",
		run: func(s *session) {
			held := s.heldValues()
			s.with(Store{"mlflow": held}, func(f *fixture) {
				f.wantFetched(f.fetch(f.query("mlflow", keysOf(held)...))[0], "mlflow", held)
			}, Fetching)
		},
	},
	{
		Name:   "odd keys fetched",
		Demand: "Of keys of every spelling each has its own value; what the store cannot hold has none.",
		run:    func(s *session) { s.oddKeysFetched() },
	},
	{
		Name:   "fetching by names that lead elsewhere",
		Demand: "Dots, slashes, patterns and escapes in a name never bring the value of another secret or key.",
		run:    func(s *session) { s.misleadingNamesFetched() },
	},
	{
		Name:   "nothing to fetch",
		Demand: "Without queries Fetch answers nothing, fails not and sends nothing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				f.wantNoRequests("Fetch without queries", func() {
					f.fetch()
					f.fetch([]providers.Query{}...)
				})
			}, Fetching)
		},
	},
	{
		Name:   "one answer of Fetch at a time",
		Demand: "Each query is answered once, with its index, never two at a time, and not after Fetch returned.",
		run: func(s *session) {
			store, queries := manySecrets(20)
			s.with(store, func(f *fixture) {
				asked := queries(f)
				c := newCall[providers.Fetched](f, "Fetch", asked)
				c.linger = time.Millisecond
				_ = f.fetchWith(f.Context(), asked, c, c.take)
				time.Sleep(20 * time.Millisecond) // for late answers
			}, Fetching)
		},
	},
	{
		Name:   "many secrets fetched, at the same time",
		Demand: "Several calls of Fetch at a time each give many secrets their own values.",
		run: func(s *session) {
			store, queries := manySecrets(150)
			s.with(store, func(f *fixture) {
				parallel.Each(4, 4, func(int) {
					for i, fetched := range f.fetch(queries(f)...) {
						f.wantOneOfMany(fetched, i)
					}
				})
			}, Fetching)
		},
	},
	{
		Name:   "fetching after an interrupt",
		Demand: "Once the context has ended Fetch returns soon, with its error or without, and what it still answers is true.",
		run: func(s *session) {
			store, queries := manySecrets(60)
			s.with(store, func(f *fixture) {
				for _, ctx := range f.ended() {
					asked := queries(f)
					c := newCall[providers.Fetched](f, "Fetch", asked)
					f.wantEnd("Fetch", f.fetchWith(ctx, asked, c, c.take))
					f.wantTrueValues(c)
				}
			}, Fetching)
		},
	},
	{
		Name:   "fetching, interrupted in the middle",
		Demand: "Cancelled after the first answer, Fetch returns soon, and what it answered is true.",
		run: func(s *session) {
			store, queries := manySecrets(300)
			s.with(store, func(f *fixture) {
				ctx, cancel := context.WithCancel(f.Context())
				defer cancel()
				asked := queries(f)
				c := newCall[providers.Fetched](f, "Fetch", asked)
				_ = f.fetchWith(ctx, asked, c, func(i int, fetched providers.Fetched) {
					cancel()
					c.take(i, fetched)
				})
				f.wantTrueValues(c)
			}, Fetching)
		},
	},
}

// oddKeysFetched splits the spellings over two secrets and asks both for all.
func (s *session) oddKeysFetched() {
	store, _ := s.oddlyKeyed()
	s.with(store, func(f *fixture) {
		_, folds := f.checker.(providers.Mapper)
		for home, held := range store {
			fetched := f.fetch(f.query(home, append(keysOf(held), spellings...)...))[0]
			for _, key := range spellings {
				if _, ok := fetched.Values[key]; ok && held[key] == "" && !folds {
					f.Errorf("the key %q of %q has a value, though the store does not hold it", key, home)
				}
			}
			f.wantValues(fetched, home, held)
		}
	}, Fetching)
}

func (s *session) misleadingNamesFetched() {
	s.with(Store{"mlflow": with("mlflow", "password"), "team": with("team", "password")}, func(f *fixture) {
		for _, name := range misleading {
			for _, fetched := range f.fetch(f.query(name, "password"), f.query(name)) {
				if len(fetched.Values) > 0 {
					f.Errorf("the secret %q has values, though the store does not hold it", name)
				}
			}
		}
		for _, key := range misleadingKeys {
			if _, ok := f.fetch(f.query("mlflow", key, "password"))[0].Values[key]; ok {
				f.Errorf("the key %q has a value, though the store does not hold it", key)
			}
		}
	}, Fetching)
}

// wantOneOfMany demands what Fetch is to give for one secret of manySecrets.
func (f *fixture) wantOneOfMany(fetched providers.Fetched, i int) {
	f.Helper()
	name := fmt.Sprintf("s%04d", i)
	switch i % 3 {
	case 0:
		f.wantNothing(fetched, name)
	case 1:
		f.wantFetched(fetched, name, with(name, "a"))
	case 2:
		f.wantFetched(fetched, name, with(name, "a", "b"))
	}
}

// wantTrueValues demands that what was fetched of manySecrets is right, as far as anything was.
func (f *fixture) wantTrueValues(c *call[providers.Fetched]) {
	f.Helper()
	for i, fetched := range c.all() {
		if fetched.Secret != providers.Unverified {
			f.wantOneOfMany(fetched, i)
		}
	}
}
