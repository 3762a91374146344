package providertest

import (
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

var allPowers = []Power{Fetching, Writing, Deleting, Renaming, Listing, ListingKeys}

// kept is the subject of honest keepers.
func kept(traits traits) Subject {
	return Subject{
		Powers:          allPowers,
		KeysMakeSecrets: traits.keysMakeSecrets,
		LosesRaces:      traits.warns,
		New: func(_ T, store Store, log *slog.Logger) providers.Checker {
			return newKeeper(store, traits, log)
		},
		Reopen: func(_ T, checker providers.Checker, log *slog.Logger) providers.Checker {
			return checker.(*keeper).reopened(log)
		},
	}
}

// TestHonestKeepersPass runs the suite on all sorts of stores that do what they are asked, or say that they cannot.
func TestHonestKeepersPass(t *testing.T) {
	t.Parallel()
	narrow := traits{noBare: true, warns: true,
		refusesName:  func(secret, key string) bool { return !plain(secret) || !plain(key) },
		refusesValue: func(value string) bool { return !utf8.ValidString(value) }}
	for name, with := range map[string]struct {
		traits traits
		adjust func(s *Subject)
	}{
		"it holds anything": {},
		"seen by itself":    {adjust: func(s *Subject) { s.Reopen = nil }},
		"it is narrow": {narrow, func(s *Subject) {
			s.Holds = func(secret, key string) bool { return plain(secret) && plain(key) }
			s.HoldsValue = utf8.ValidString
		}},
		"keys make secrets": {traits{keysMakeSecrets: true}, func(s *Subject) {
			s.Refused = []Power{Deleting, Renaming, Listing, ListingKeys}
			s.New = func(_ T, store Store, log *slog.Logger) providers.Checker {
				return variables{newKeeper(store, traits{keysMakeSecrets: true}, log)}
			}
			s.Reopen = func(_ T, checker providers.Checker, log *slog.Logger) providers.Checker {
				return variables{checker.(variables).reopened(log)}
			}
		}},
		"it refuses all": {traits{refusesAll: true}, func(s *Subject) { s.Refused = allPowers }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := kept(with.traits)
			if with.adjust != nil {
				with.adjust(&subject)
			}
			Run(t, subject)
		})
	}
}

// plain says whether a name is one that a narrow store takes.
func plain(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
