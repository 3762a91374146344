package zenml_test

import (
	"fmt"
	"log/slog"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/providers/zenml"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	all := []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
		providertest.Listing, providertest.ListingKeys}
	for name, with := range map[string]struct {
		role    string // of the caller, on a server with roles; empty: on one without
		refused []providertest.Power
	}{
		"public secrets":                  {},
		"a caller who may not see values": {role: "keyreader", refused: all[:4]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := zenmltest.Start(t)
			if with.role != "" {
				server = zenmltest.StartWithRoles(t)
			}
			key := server.APIKey
			if with.role != "" {
				key = server.ServiceAccount(t, with.role)
			}
			environ := server.TokenEnviron(t, key)
			maker := storetest.Maker{Factory: zenml.New}
			providertest.Run(t, providertest.Subject{
				New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					block := fmt.Sprintf("prefix = %q", zenmltest.Unique("store"))
					checker := maker.Make(t, block, providers.Surroundings{Environ: environ, Log: log})
					server.FillPublic(t, located(checker.(providers.Locator), store))
					return checker
				},
				Reopen:     maker.Reopen,
				Powers:     all,
				Refused:    with.refused,
				LosesRaces: true,
				Holds: func(secret, key string) bool { // the name has a prefix
					return utf8.ValidString(secret) && utf8.ValidString(key) && utf8.RuneCountInString(secret)+len(zenmltest.Unique("store")) <= 255
				},
				HoldsValue: func(value string) bool { return utf8.ValidString(value) && len(value) < 60_000 },
			})
		})
	}
}

// located gives each secret its name on the server.
func located(p providers.Locator, store providertest.Store) []zenmltest.Secret {
	var secrets []zenmltest.Secret
	for name, held := range store {
		secrets = append(secrets, zenmltest.Secret{Name: p.Locate(name, ""), Values: held})
	}
	return secrets
}
