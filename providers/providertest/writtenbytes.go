package providertest

import (
	"fmt"

	"github.com/zsv-dev/zsv/providers"
)

// writtenBytes are the cases on values and names of every spelling: each is written as it is, or refused.
var writtenBytes = []Case{
	{
		Name:   "odd values written",
		Demand: "A value that the store can hold comes back byte for byte, and disturbs no key beside it.",
		run: func(s *session) {
			held := s.heldValues()
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "anchor", "token")}, func(f *fixture) {
				for _, text := range held { // by itself first, while the store is small
					f.mustWrite(f.change("slack", map[string]string{"token": text}))
					f.wantSeen("slack", merged(with("slack", "anchor"), map[string]string{"token": text}))
				}
				f.mustWrite(f.change("mlflow", held))
				f.wantHeld("mlflow", merged(with("mlflow", "password"), held))
			}, Writing)
		},
	},
	{
		Name:   "values that cannot be held",
		Demand: "A value that the store has no form for is refused by Vet and by Write, with the whole change and without showing it.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				for i, text := range oddValues() {
					if s.holdsValue(text) {
						continue
					}
					for _, name := range []string{"mlflow", "slack"} {
						set := merged(fresh(name, "password", "url"), map[string]string{"zone": text})
						f.mustRefuse(fmt.Sprintf("the odd value %d", i), f.change(name, set))
					}
				}
				f.wantHeld("mlflow", with("mlflow", "password"))
				f.wantLacking("mlflow", "url", "zone")
				f.wantGone("slack", "password", "url", "zone")
			}, Writing)
		},
	},
	{
		Name:   "odd keys written",
		Demand: "Keys of every spelling are written and told apart; one that cannot be held is refused by Vet and by Write.",
		run:    func(s *session) { s.oddKeysWritten() },
	},
	{
		Name:   "odd secrets written",
		Demand: "Secrets of every spelling are written and told apart; one that cannot be held is refused by Vet and by Write.",
		run:    func(s *session) { s.oddSecretsWritten() },
	},
	{
		Name:   "writing by names that lead elsewhere",
		Demand: "Dots, slashes, patterns and escapes in a name never change another secret or key.",
		run:    func(s *session) { s.misleadingNamesWritten() },
	},
}

func (s *session) oddKeysWritten() {
	store, where := s.oddlyKeyed()
	s.with(Store{"odd": with("odd", "anchor"), "even": with("even", "anchor")}, func(f *fixture) {
		_, folds := f.checker.(providers.Mapper)
		for i, key := range spellings {
			home := oddHome(i)
			if where[key] == "" && !folds {
				f.mustRefuse(fmt.Sprintf("the key %q", key), f.change(home, fresh(home, "beside", key)))
			}
		}
		for home, held := range store {
			f.mustWrite(f.change(home, held))
		}
		for home, held := range store {
			f.wantHeld(home, held)
			answer := f.askOne(providers.SecretAndKeyExists, home, append(keysOf(held), spellings...)...)
			for _, key := range spellings {
				f.wantOddKey(answer, home, key, where)
			}
		}
	}, Writing)
}

func (s *session) oddSecretsWritten() {
	s.with(Store{}, func(f *fixture) {
		_, folds := f.checker.(providers.Mapper)
		var written, absent []string
		for i, name := range spellings {
			switch held := s.holds(name, "key"); {
			case held && i%2 == 0:
				f.mustWrite(on(providers.IfMissing, f.change(name, with(name, "key"))))
				written = append(written, name)
			case held:
				absent = append(absent, name)
			case !folds:
				f.mustRefuse(fmt.Sprintf("the secret %q", name), f.change(name, with(name, "key")))
			}
		}
		for _, name := range written {
			f.wantSeen(name, with(name, "key"))
		}
		for _, name := range absent {
			f.wantSecret(f.askOne(providers.SecretAndKeyExists, name, "key"), name, providers.Missing)
		}
	}, Writing)
}

// misleadingNamesWritten leaves it to the store which of the names it holds, as long as they are their own.
func (s *session) misleadingNamesWritten() {
	store := Store{"mlflow": with("mlflow", "password"), "team": with("team", "password")}
	s.with(store, func(f *fixture) {
		for _, name := range misleading {
			if f.writtenOrRefused(fmt.Sprintf("the secret %q", name), f.change(name, fresh(name, "password"))) {
				f.wantSeen(name, fresh(name, "password"))
			} else {
				f.notPresent(f.query(name, "password"), f.askOne(providers.SecretAndKeyExists, name, "password"))
			}
		}
		_, folds := f.checker.(providers.Mapper)
		for name, held := range store {
			f.wantHeld(name, held)
			for _, key := range misleadingKeys {
				if f.writtenOrRefused(fmt.Sprintf("the key %q", key), f.change(name, fresh(name, key))) && !folds {
					held = merged(held, fresh(name, key))
				}
			}
			f.wantHeld(name, held)
		}
	}, Writing)
}

// writtenOrRefused makes a change if Vet lets it pass, and says whether it did. What a program refuses only Write learns.
func (f *fixture) writtenOrRefused(what string, change providers.Change) bool {
	f.Helper()
	if f.vet(change) != nil {
		f.mustRefuseToWrite(what, change)
		return false
	}
	if f.subject.External {
		_, err := f.write(change)
		return err == nil
	}
	f.mustWrite(change)
	return true
}
