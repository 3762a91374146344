package providertest

import (
	"errors"

	"github.com/zsv-dev/zsv/providers"
)

// writing are the cases on what a change does, and when it does nothing.
var writing = []Case{
	{
		Name:   "a secret created",
		Demand: "A change to a missing secret creates it with exactly its keys, and says so; the secrets beside it stay.",
		run: func(s *session) {
			s.with(Store{"slack": with("slack", "token")}, func(f *fixture) {
				written := f.mustWrite(f.change("mlflow", fresh("mlflow", "username", "password", "url")))
				f.wantCreated(written, true)
				f.wantNames("Written.Set", written.Set, "password", "url", "username")
				f.wantNames("Written.Removed", written.Removed)
				f.wantHeld("mlflow", fresh("mlflow", "password", "url", "username"))
				f.wantHeld("slack", with("slack", "token"))
			}, Writing)
		},
	},
	{
		Name:   "the first secret of a store",
		Demand: "A store that holds nothing takes a secret.",
		run: func(s *session) {
			s.with(Store{}, func(f *fixture) {
				f.wantCreated(f.mustWrite(f.change("mlflow", fresh("mlflow", "password"))), true)
				f.wantHeld("mlflow", fresh("mlflow", "password"))
			}, Writing)
		},
	},
	{
		Name:   "keys beside others",
		Demand: "A change sets its keys, new and old, and leaves the secret's other keys as they are.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username"), "slack": with("slack", "token")}, func(f *fixture) {
				written := f.mustWrite(f.change("mlflow", fresh("mlflow", "url", "password")))
				f.wantCreated(written, false)
				f.wantNames("Written.Set", written.Set, "password", "url")
				f.wantHeld("mlflow", merged(with("mlflow", "username"), fresh("mlflow", "password", "url")))
				f.wantHeld("slack", with("slack", "token"))
			}, Writing)
		},
	},
	{
		Name:   "the value that it has already",
		Demand: "A key that is set to what it held before counts as set.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				written := f.mustWrite(f.change("mlflow", with("mlflow", "password")))
				f.wantCreated(written, false)
				f.wantNames("Written.Set", written.Set, "password")
				f.wantHeld("mlflow", with("mlflow", "password", "username"))
			}, Writing)
		},
	},
	{
		Name:   "a secret that must be missing",
		Demand: "IfMissing creates a missing secret, and fails with ErrSecretExists for one that is there, without a change.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				change := on(providers.IfMissing, f.change("mlflow", fresh("mlflow", "password", "url"), "username"))
				f.wantUnmet(change, providers.ErrSecretExists)
				f.wantUnmet(keeping(change), providers.ErrSecretExists)
				f.wantHeld("mlflow", with("mlflow", "password", "username"))
				f.wantCreated(f.mustWrite(on(providers.IfMissing, f.change("slack", fresh("slack", "token")))), true)
				f.wantHeld("slack", fresh("slack", "token"))
			}, Writing)
		},
	},
	{
		Name:   "a secret that must be there",
		Demand: "IfPresent changes a secret that is there, and fails with ErrSecretMissing for a missing one, without a change.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				change := on(providers.IfPresent, f.change("slack", fresh("slack", "token")))
				f.wantUnmet(change, providers.ErrSecretMissing)
				f.wantUnmet(keeping(change), providers.ErrSecretMissing)
				f.wantGone("slack", "token")
				written := f.mustWrite(on(providers.IfPresent, f.change("mlflow", fresh("mlflow", "password", "url"))))
				f.wantCreated(written, false)
				f.wantHeld("mlflow", fresh("mlflow", "password", "url"))
			}, Writing)
		},
	},
	{
		Name:   "keys to keep",
		Demand: "Keep leaves present keys alone and names them in Kept; the missing ones are set.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				written := f.mustWrite(keeping(f.change("mlflow", fresh("mlflow", "username", "url", "password"))))
				f.wantNames("Written.Kept", written.Kept, "password", "username")
				f.wantNames("Written.Set", written.Set, "url")
				f.wantHeld("mlflow", merged(with("mlflow", "password", "username"), fresh("mlflow", "url")))
				again := f.mustWrite(keeping(f.change("mlflow", fresh("mlflow", "password"))))
				f.wantNames("Written.Kept", again.Kept, "password")
				created := f.mustWrite(keeping(f.change("slack", fresh("slack", "token"))))
				f.wantCreated(created, true)
				f.wantHeld("slack", fresh("slack", "token"))
			}, Writing)
		},
	},
	{
		Name:   "an empty value to keep",
		Demand: "Keep leaves a present key alone whatever it holds, be it empty.",
		run: func(s *session) {
			if !s.holdsValue("") {
				return // There is no such key.
			}
			s.with(Store{"mlflow": {"password": ""}}, func(f *fixture) {
				written := f.mustWrite(keeping(f.change("mlflow", fresh("mlflow", "password", "username"))))
				f.wantNames("Written.Kept", written.Kept, "password")
				f.wantHeld("mlflow", merged(map[string]string{"password": ""}, fresh("mlflow", "username")))
			}, Writing)
		},
	},
	{
		Name:   "keys to remove",
		Demand: "The keys to remove are gone and named in Removed; one that is not there is no error and not named.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "url", "username")}, func(f *fixture) {
				written := f.mustWrite(f.change("mlflow", fresh("mlflow", "token"), "url", "absent", "password"))
				f.wantNames("Written.Removed", written.Removed, "password", "url")
				f.wantHeld("mlflow", merged(with("mlflow", "username"), fresh("mlflow", "token")))
				f.wantLacking("mlflow", "password", "url", "absent")
				again := f.mustWrite(on(providers.IfPresent, f.change("mlflow", nil, "token")))
				f.wantNames("Written.Removed", again.Removed, "token")
				f.wantHeld("mlflow", with("mlflow", "username"))
			}, Writing)
		},
	},
	{
		Name:   "the last key removed",
		Demand: "Without its last key a secret stays, empty, where the store can hold that; else it goes, or the change is refused.",
		run:    func(s *session) { s.lastKeyRemoved() },
	},
	{
		Name:   "a secret created without keys",
		Demand: "A change without keys creates an empty secret where the store can hold one, and claims nothing else where not.",
		run:    func(s *session) { s.createdWithoutKeys() },
	},
	{
		Name:   "a change that is vetted",
		OfCode: true,
		Demand: "Vet lets pass what Write takes, and sends and writes nothing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				f.wantNoRequests("Vet", func() {
					for _, condition := range []providers.Condition{providers.Always, providers.IfMissing, providers.IfPresent} {
						for _, name := range []string{"mlflow", "slack"} {
							if err := f.vet(on(condition, f.change(name, fresh(name, "password", "url"), "token"))); err != nil {
								f.Errorf("Vet refuses a change of %q that the store can hold: %v", name, err)
							}
						}
					}
				})
				f.wantHeld("mlflow", with("mlflow", "password"))
				f.wantGone("slack", "password", "url")
			}, Writing)
		},
	},
	{
		Name:   "a write after an interrupt",
		Demand: "With a context that has ended Write fails with its error and changes nothing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				for _, ctx := range f.ended() {
					for _, name := range []string{"mlflow", "slack"} {
						_, err := f.writeUntil(ctx, f.change(name, fresh(name, "password", "url"), "username"))
						f.wantStopped("Write", err)
					}
				}
				f.wantHeld("mlflow", with("mlflow", "password", "username"))
				f.wantGone("slack", "password", "url")
			}, Writing)
		},
	},
}

// lastKeyRemoved lets a store that has no empty secrets choose, as long as it says the truth.
func (s *session) lastKeyRemoved() {
	s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
		written, err := f.write(f.change("mlflow", nil, "password"))
		switch {
		case err == nil:
			f.wantNames("Written.Removed", written.Removed, "password")
			f.wantLacking("mlflow", "password")
		case f.holdsBare("mlflow"):
			f.Errorf("the last key was not removed: %v", err)
		default:
			f.wantHeld("mlflow", with("mlflow", "password"))
		}
		if f.holdsBare("mlflow") {
			f.wantHeld("mlflow", nil)
		}
		f.wantHeld("slack", with("slack", "token"))
	}, Writing)
}

func (s *session) createdWithoutKeys() {
	s.with(Store{}, func(f *fixture) {
		change := on(providers.IfMissing, f.change("bare", nil))
		if f.holdsBare("bare") {
			f.wantCreated(f.mustWrite(change), true)
			f.wantHeld("bare", nil)
			return
		}
		if written, err := f.write(change); err == nil {
			f.wantCreated(written, false)
		}
		f.wantGone("bare", "password")
	}, Writing)
}

// holdsBare says whether the store can hold a secret without keys.
func (s *session) holdsBare(name string) bool { return !s.subject.KeysMakeSecrets && s.holds(name, "") }

// wantUnmet makes a change whose condition does not hold.
func (f *fixture) wantUnmet(change providers.Change, want error) {
	f.Helper()
	if _, err := f.write(change); !errors.Is(err, want) {
		f.Errorf("a change whose condition does not hold ended with %v, want %q", err, want)
	}
}

// merged returns the keys of both secrets.
func merged(a, b map[string]string) map[string]string {
	all := map[string]string{}
	for _, values := range []map[string]string{a, b} {
		for key, text := range values {
			all[key] = text
		}
	}
	return all
}
