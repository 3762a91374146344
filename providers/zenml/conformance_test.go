package zenml_test

import (
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/providers/zenml"
	"github.com/zsv-dev/zsv/providers/zenml/zenmltest"
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
			var opened sync.Map // how each checker was made
			providertest.Run(t, providertest.Subject{
				New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					block := fmt.Sprintf("prefix = %q", zenmltest.Unique("store"))
					around := providers.Surroundings{Environ: environ, Log: log}
					checker := conformant(t, block, around)
					opened.Store(checker, opening{block, around})
					server.FillPublic(t, located(checker, store))
					return checker
				},
				Reopen: func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
					how, _ := opened.Load(checker)
					again := how.(opening)
					again.around.Log = log
					return conformant(t, again.block, again.around)
				},
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

// An opening is how a checker was made.
type opening struct {
	block  string
	around providers.Surroundings
}

func conformant(t providertest.T, block string, around providers.Surroundings) *zenml.Provider {
	file, diags := hclsyntax.ParseConfig([]byte(block), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("the block does not parse: %v", diags)
	}
	checker, diags := zenml.New(file.Body, nil, around)
	if diags.HasErrors() {
		t.Fatalf("the block is refused: %v", diags)
	}
	return checker.(*zenml.Provider)
}

// located gives each secret its name on the server.
func located(p *zenml.Provider, store providertest.Store) []zenmltest.Secret {
	var secrets []zenmltest.Secret
	for name, held := range store {
		secrets = append(secrets, zenmltest.Secret{Name: p.Locate(name, ""), Values: held})
	}
	return secrets
}
