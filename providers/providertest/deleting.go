package providertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/zsv-dev/zsv/providers"
)

// deleting are the cases of providers.Deleter.
var deleting = []Case{
	{
		Name:   "a secret deleted",
		Demand: "A deleted secret is missing with all its keys; the secrets beside it stay.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username"), "mlflow2": with("mlflow2", "password")}, func(f *fixture) {
				f.mustDelete("mlflow")
				f.wantGone("mlflow", "password", "username")
				f.wantHeld("mlflow2", with("mlflow2", "password"))
			}, Deleting)
		},
	},
	{
		Name:   "a secret deleted twice",
		Demand: "To delete what is not there, or no longer, fails with ErrSecretMissing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				f.mustDelete("mlflow")
				for _, eye := range f.eyes() {
					for _, name := range []string{"mlflow", "s3", "slac"} {
						if err := eye.remove(eye.Context(), name); !errors.Is(err, providers.ErrSecretMissing) {
							f.Errorf("Delete of the missing secret %q ended with %v, want %q", name, err, providers.ErrSecretMissing)
						}
					}
				}
				f.wantHeld("slack", with("slack", "token"))
			}, Deleting)
		},
	},
	{
		Name:   "a deleted secret written again",
		Demand: "A deleted secret is missing to every condition, and has none of its old keys when it is created again.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password", "username"), "slack": with("slack", "token")}, func(f *fixture) {
				for _, name := range []string{"mlflow", "slack"} {
					f.mustDelete(name)
					f.wantUnmet(on(providers.IfPresent, f.change(name, fresh(name, "url"))), providers.ErrSecretMissing)
					f.wantGone(name, "url", "password", "token")
				}
				f.wantCreated(f.mustWrite(on(providers.IfMissing, f.change("mlflow", fresh("mlflow", "url")))), true)
				f.wantHeld("mlflow", fresh("mlflow", "url"))
				f.wantLacking("mlflow", "password", "username")
				written := f.mustWrite(keeping(f.change("slack", fresh("slack", "token"))))
				f.wantCreated(written, true)
				f.wantNames("Written.Kept", written.Kept)
				f.wantHeld("slack", fresh("slack", "token"))
			}, Deleting, Writing)
		},
	},
	{
		Name:   "deleting by names that lead elsewhere",
		Demand: "Dots, slashes, patterns and escapes in a name never delete another secret.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "team": with("team", "password")}, func(f *fixture) {
				for _, name := range misleading {
					if err := f.remove(f.Context(), name); err == nil {
						f.Errorf("Delete deleted %q, which the store does not hold", name)
					}
				}
				f.wantHeld("mlflow", with("mlflow", "password"))
				f.wantHeld("team", with("team", "password"))
			}, Deleting)
		},
	},
	{
		Name:   "deleting after an interrupt",
		Demand: "With a context that has ended Delete fails with its error and deletes nothing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password")}, func(f *fixture) {
				for _, ctx := range f.ended() {
					f.wantStopped("Delete", f.remove(ctx, "mlflow"))
				}
				f.wantHeld("mlflow", with("mlflow", "password"))
			}, Deleting)
		},
	},
	{
		Name:   "one secret deleted by several",
		Demand: "Several that delete one secret at a time each succeed or are told that it is missing.",
		run: func(s *session) {
			s.with(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")}, func(f *fixture) {
				deleted := f.count(func(f *fixture, _ int) int {
					switch err := f.remove(f.Context(), "mlflow"); {
					case err == nil:
						return 1
					case !errors.Is(err, providers.ErrSecretMissing):
						f.Errorf("one of several that delete a secret failed: %v", err)
					}
					return 0
				})
				if deleted == 0 {
					f.Errorf("none of those that deleted a secret succeeded")
				}
				f.wantGone("mlflow", "password")
				f.wantHeld("slack", with("slack", "token"))
			}, Deleting)
		},
	},
}

// mustDelete deletes what is there.
func (f *fixture) mustDelete(name string) {
	f.Helper()
	if err := f.remove(f.Context(), name); err != nil {
		f.Errorf("Delete of %q failed: %v", name, err)
	}
}

// remove deletes a secret, and holds what comes of it to the rules.
func (f *fixture) remove(ctx context.Context, name string) error {
	f.Helper()
	var restore string
	err := f.guard("Delete", func() (err error) {
		restore, err = f.checker.(providers.Deleter).Delete(ctx, f.location(name))
		return err
	})
	what := fmt.Sprintf("the way to restore %q", name)
	f.search(what, restore)
	f.judgeDetail(what, restore)
	f.judgeFailure(ctx, "Delete", err, providers.ErrSecretMissing)
	return err
}
