package providertest

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// A vandal is a keeper that does one thing in a way of its own: the one that is not nil.
type vandal struct {
	*keeper
	does deeds
}

type deeds struct {
	check    func(k *keeper, ctx context.Context, level providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error
	fetch    func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error
	vet      func(k *keeper, change providers.Change) error
	write    func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error)
	remove   func(k *keeper, ctx context.Context, location string) (string, error)
	rename   func(k *keeper, ctx context.Context, from, to string) error
	list     func(k *keeper, ctx context.Context) ([]string, error)
	listKeys func(k *keeper, ctx context.Context, location string) (providers.KeyList, error)
}

func (v *vandal) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	if v.does.check != nil {
		return v.does.check(v.keeper, ctx, level, queries, answer)
	}
	return v.keeper.Check(ctx, level, queries, answer)
}

func (v *vandal) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	if v.does.fetch != nil {
		return v.does.fetch(v.keeper, ctx, queries, answer)
	}
	return v.keeper.Fetch(ctx, queries, answer)
}

func (v *vandal) Vet(change providers.Change) error {
	if v.does.vet != nil {
		return v.does.vet(v.keeper, change)
	}
	return v.keeper.Vet(change)
}

func (v *vandal) Write(ctx context.Context, change providers.Change) (providers.Written, error) {
	if v.does.write != nil {
		return v.does.write(v.keeper, ctx, change)
	}
	return v.keeper.Write(ctx, change)
}

func (v *vandal) Delete(ctx context.Context, location string) (string, error) {
	if v.does.remove != nil {
		return v.does.remove(v.keeper, ctx, location)
	}
	return v.keeper.Delete(ctx, location)
}

func (v *vandal) Rename(ctx context.Context, from, to string) error {
	if v.does.rename != nil {
		return v.does.rename(v.keeper, ctx, from, to)
	}
	return v.keeper.Rename(ctx, from, to)
}

func (v *vandal) List(ctx context.Context) ([]string, error) {
	if v.does.list != nil {
		return v.does.list(v.keeper, ctx)
	}
	return v.keeper.List(ctx)
}

func (v *vandal) ListKeys(ctx context.Context, location string) (providers.KeyList, error) {
	if v.does.listKeys != nil {
		return v.does.listKeys(v.keeper, ctx, location)
	}
	return v.keeper.ListKeys(ctx, location)
}

// A vandalism is a way to break the contract, the case that must catch it, and words of the finding.
type vandalism struct {
	name, by, finding string
	does              deeds
	// sort is the sort of store that it is done to.
	sort traits
	// adjust tells the suite what sort that is.
	adjust func(s *Subject)
}

// subject returns the vandal for the suite.
func (v vandalism) subject() Subject {
	subject := kept(v.sort)
	subject.breaksRules = true
	subject.New = func(_ T, store Store, log *slog.Logger) providers.Checker {
		return &vandal{newKeeper(store, v.sort, log), v.does}
	}
	subject.Reopen = func(_ T, checker providers.Checker, log *slog.Logger) providers.Checker {
		return &vandal{checker.(*vandal).reopened(log), v.does}
	}
	if v.adjust != nil {
		v.adjust(&subject)
	}
	return subject
}

var vandalisms = slices.Concat(vandalisedFetching, vandalisedWriting, vandalisedBytes, vandalisedContention,
	vandalisedDeleting, vandalisedRenaming, vandalisedListing, vandalisedRefusals)

// TestEveryCaseOfPowersCatches holds each case to its own purpose, not the suite as a whole.
func TestEveryCaseOfPowersCatches(t *testing.T) {
	t.Parallel()
	for _, v := range vandalisms {
		t.Run(v.by+"/"+v.name, func(t *testing.T) {
			t.Parallel()
			index := slices.IndexFunc(Cases(), func(c Case) bool { return c.Name == v.by })
			if index < 0 {
				t.Fatalf("there is no case %q", v.by)
			}
			r := &recorder{ctx: t.Context()}
			r.run(func() { Cases()[index].Run(r, v.subject()) })
			if found := strings.Join(r.findings, "\n"); !strings.Contains(found, v.finding) {
				t.Errorf("no finding has %q:\n%s", v.finding, found)
			}
		})
	}
}

// TestEveryCaseOfPowersIsTried finds a case that no vandal tries.
func TestEveryCaseOfPowersIsTried(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(powers, fetching, writing, writtenBytes, contention, deleting, renaming, listing, refusals) {
		if !slices.ContainsFunc(vandalisms, func(v vandalism) bool { return v.by == c.Name }) {
			t.Errorf("nothing shows that the case %q catches anything", c.Name)
		}
	}
}
