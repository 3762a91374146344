package providertest

import (
	"errors"

	"github.com/zsv-dev/zsv/providers"
)

// refusals are the cases on powers that the store withholds.
var refusals = []Case{
	{
		Name:   "fetching refused",
		Powers: []Power{Fetching}, Withheld: true,
		Demand: "Where the store gives no values Fetch gives none, and says why; it never says that the secret is missing.",
		run: func(s *session) {
			s.refused(Fetching, func(f *fixture) {
				queries := []providers.Query{f.query("mlflow", "password")}
				c := newCall[providers.Fetched](f, "Fetch", queries)
				err := f.fetchWith(f.Context(), queries, c, c.take)
				fetched, answered := c.answer(0)
				if !answered {
					f.wantRefusal("Fetch", err)
				}
				if fetched.Secret == providers.Missing || fetched.Keys["password"].Status == providers.Missing || len(fetched.Values) > 0 {
					f.Errorf("a Fetch that the store refuses says that the secret is %s and gives %d values",
						fetched.Secret, len(fetched.Values))
				}
			})
		},
	},
	{
		Name:   "writing refused",
		Powers: []Power{Writing}, Withheld: true,
		Demand: "Where the store takes no changes Write fails with an error that says why, and nothing changes.",
		run: func(s *session) {
			s.refused(Writing, func(f *fixture) {
				for _, name := range []string{"mlflow", "slack"} {
					_, err := f.write(f.change(name, fresh(name, "url"), "password"))
					f.wantRefusal("Write", err)
				}
				f.wantLacking("mlflow", "url")
				f.wantGone("slack", "url")
			})
		},
	},
	{
		Name:   "deleting refused",
		Powers: []Power{Deleting}, Withheld: true,
		Demand: "Where the store deletes nothing Delete fails with an error that says why, and nothing changes.",
		run: func(s *session) {
			s.refused(Deleting, func(f *fixture) {
				f.wantRefusal("Delete", f.remove(f.Context(), "mlflow"))
			})
		},
	},
	{
		Name:   "renaming refused",
		Powers: []Power{Renaming}, Withheld: true,
		Demand: "Where the store renames nothing Rename fails with an error that says why, and nothing changes.",
		run: func(s *session) {
			s.refused(Renaming, func(f *fixture) {
				f.wantRefusal("Rename", f.rename(f.Context(), "mlflow", "tracking"))
				f.wantGone("tracking", "password")
			})
		},
	},
	{
		Name:   "listing refused",
		Powers: []Power{Listing}, Withheld: true,
		Demand: "Where the store does not tell its secrets List fails with an error that says why; no list is not an empty one.",
		run: func(s *session) {
			s.refused(Listing, func(f *fixture) {
				names, err := f.listUntil(f.Context())
				f.wantRefusal("List", err)
				f.wantNames("the list that the store refuses", names)
			})
		},
	},
	{
		Name:   "listing keys refused",
		Powers: []Power{ListingKeys}, Withheld: true,
		Demand: "Where the store does not tell a secret's keys ListKeys says why; it never says that the secret is missing.",
		run: func(s *session) {
			s.refused(ListingKeys, func(f *fixture) {
				list, err := f.listKeys(f.Context(), "mlflow")
				if err != nil {
					f.wantRefusal("ListKeys", err)
				} else if list.Secret != providers.Unverified {
					f.Errorf("a ListKeys that the store refuses says that the secret is %s, want unverified", list.Secret)
				}
			})
		},
	},
}

// refused fills a store that withholds a power, and demands that its secret stays as it is.
func (s *session) refused(power Power, judge func(f *fixture)) {
	s.Helper()
	f := s.fill(Store{"mlflow": with("mlflow", "password", "username")})
	if implements(f.checker, power) && !f.can(power) {
		judge(f)
		f.wantHeld("mlflow", with("mlflow", "password", "username"))
	}
}

// wantRefusal demands an error that speaks of the store, not of the secret.
func (f *fixture) wantRefusal(method string, err error) {
	f.Helper()
	switch {
	case err == nil:
		f.Errorf("%s, which the store refuses, did not fail", method)
	case errors.Is(err, providers.ErrSecretExists), errors.Is(err, providers.ErrSecretMissing):
		f.Errorf("%s, which the store refuses, failed with %q, which is not why", method, err)
	}
}
