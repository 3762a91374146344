package providertest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// renaming are the cases of providers.Renamer.
var renaming = []Case{
	{
		Name:   "a secret renamed",
		Demand: "A renamed secret has all its keys and values at its new place and none at the old one; the others stay.",
		run: func(s *session) {
			held := merged(with("mlflow", "password"), s.heldValues())
			s.with(Store{"mlflow": held, "slack": with("slack", "token")}, func(f *fixture) {
				f.mustRename("mlflow", "tracking")
				f.wantHeld("tracking", held)
				f.wantGone("mlflow", "password")
				f.wantHeld("slack", with("slack", "token"))
			}, Renaming)
		},
	},
	{
		Name:   "a missing secret renamed",
		Demand: "To rename what is not there fails with ErrSecretMissing and creates nothing.",
		run: func(s *session) {
			s.with(Store{"slack": with("slack", "token")}, func(f *fixture) {
				f.wantNotRenamed("mlflow", "tracking", providers.ErrSecretMissing)
				f.wantGone("tracking", "password")
				f.wantHeld("slack", with("slack", "token"))
			}, Renaming)
		},
	},
	{
		Name:   "a secret renamed to one that is there",
		Demand: "To rename onto another secret fails with ErrSecretExists, and both stay as they are.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				f.wantNotRenamed("mlflow", "slack", providers.ErrSecretExists)
				f.wantHeld("mlflow", with("mlflow", "password"))
				f.wantHeld("slack", with("slack", "token"))
			}, Renaming)
		},
	},
	{
		Name:   "a secret renamed to itself",
		Demand: "To rename a secret to its own name does nothing or fails with ErrSecretExists, and loses nothing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				if err := f.rename(f.Context(), "mlflow", "mlflow"); err != nil && !errors.Is(err, providers.ErrSecretExists) {
					f.Errorf("Rename of a secret to itself ended with %v, want %q", err, providers.ErrSecretExists)
				}
				f.wantHeld("mlflow", with("mlflow", "password", "username"))
			}, Renaming)
		},
	},
	{
		Name:   "a secret renamed to one that was deleted",
		Demand: "A deleted secret does not stand in the way, and brings none of its keys.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				f.mustDelete("slack")
				f.mustRename("mlflow", "slack")
				f.wantHeld("slack", with("mlflow", "password"))
				f.wantLacking("slack", "token")
				f.wantGone("mlflow", "password")
			}, Renaming, Deleting)
		},
	},
	{
		Name:   "renaming by names that lead elsewhere",
		Demand: "Dots, slashes, patterns and escapes in a name never move or replace another secret.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "team": with("team", "password")}, func(f *fixture) {
				for _, name := range misleading {
					if f.rename(f.Context(), name, "found") == nil {
						f.Errorf("Rename moved %q, which the store does not hold", name)
					}
					if f.rename(f.Context(), "mlflow", name) == nil {
						f.wantSeen(name, with("mlflow", "password"))
						f.mustRename(name, "mlflow")
					}
				}
				f.wantHeld("mlflow", with("mlflow", "password"))
				f.wantHeld("team", with("team", "password"))
				f.wantGone("found", "password")
			}, Renaming)
		},
	},
	{
		Name:   "renaming after an interrupt",
		Demand: "With a context that has ended Rename fails with its error and moves nothing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				for _, ctx := range f.ended() {
					f.wantStopped("Rename", f.rename(ctx, "mlflow", "tracking"))
				}
				f.wantHeld("mlflow", with("mlflow", "password"))
				f.wantGone("tracking", "password")
			}, Renaming)
		},
	},
	{
		Name:   "a secret renamed by several",
		Demand: "Several that rename one secret at a time, each to a place of its own, leave it whole at one of them at least.",
		run: func(s *session) {
			if s.subject.LosesRaces {
				return // It cannot be kept from that.
			}
			s.with(Store{"mlflow": with("mlflow", "password", "username")}, func(f *fixture) {
				f.count(func(f *fixture, renamer int) int {
					_ = f.rename(f.Context(), "mlflow", keyOf(renamer, 0))
					return 0
				})
				f.wantSomewhere([]string{"password", "username"}, append(places(), "mlflow")...)
			}, Renaming)
		},
	},
	{
		Name:   "a secret written to while it is renamed",
		Demand: "No key is lost that others write to a secret while it is renamed: each is at one of the two places.",
		run: func(s *session) {
			if s.subject.LosesRaces {
				return // It cannot be kept from that.
			}
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				later := f.reopened()
				renamed := parallel.Go(func() { _ = later.rename(later.Context(), "mlflow", "tracking") })
				f.count(func(f *fixture, writer int) int {
					for i := range 10 {
						f.mustWrite(f.change("mlflow", with("mlflow", keyOf(writer, i))))
					}
					return 0
				})
				<-renamed
				f.wantSomewhere(append(allKeys(), "password"), "mlflow", "tracking")
			}, Renaming, Writing)
		},
	},
}

// mustRename renames what is there to where nothing is.
func (f *fixture) mustRename(from, to string) {
	f.Helper()
	if err := f.rename(f.Context(), from, to); err != nil {
		f.Errorf("Rename of %q to %q failed: %v", from, to, err)
	}
}

// rename gives a secret another name, and holds what comes of it to the rules.
func (f *fixture) rename(ctx context.Context, from, to string) error {
	f.Helper()
	err := f.guard("Rename", func() error {
		return f.checker.(providers.Renamer).Rename(ctx, f.location(from), f.location(to))
	})
	f.judgeFailure(ctx, "Rename", err, providers.ErrSecretMissing, providers.ErrSecretExists)
	return err
}

func (f *fixture) wantNotRenamed(from, to string, want error) {
	f.Helper()
	if err := f.rename(f.Context(), from, to); !errors.Is(err, want) {
		f.Errorf("Rename of %q to %q ended with %v, want %q", from, to, err, want)
	}
}

// places are where the renamers at the same time move their secret.
func places() []string {
	var all []string
	for renamer := range contenders {
		all = append(all, keyOf(renamer, 0))
	}
	return all
}

// wantSomewhere demands that each key is at one of several secrets at least.
func (f *fixture) wantSomewhere(keys []string, names ...string) {
	f.Helper()
	var found []string
	for _, name := range names {
		answer := f.askOne(providers.SecretAndKeyExists, name, keys...)
		for key, held := range answer.Keys {
			if held.Status == providers.Present {
				found = append(found, key)
			}
		}
	}
	if lost := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return slices.Contains(found, key) }); len(lost) > 0 {
		f.Errorf("the keys %q are lost: they are at none of %s", lost, fmt.Sprintf("%q", names))
	}
}
