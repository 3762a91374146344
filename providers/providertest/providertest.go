// Package providertest is the conformance suite of the provider contract. Every provider's tests call Run; a program
// that judges a provider out of process goes through Cases by itself.
//
// The suite fills real stores with secrets whose values are recognisable, asks about them, fetches and changes them as far
// as the provider has the power to, and watches three things at once: that the answers are true, that the rules of the
// contract are kept, and that no value appears anywhere but where it belongs.
package providertest

import (
	"context"
	"log/slog"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// T is how the suite reports. *testing.T is one.
type T interface {
	Helper()
	// Errorf notes a breach and goes on.
	Errorf(format string, args ...any)
	// Fatalf notes a breach and ends the case. It must not return.
	Fatalf(format string, args ...any)
	// Context ends when the case does.
	Context() context.Context
	// TempDir returns a new empty directory that goes away with the case.
	TempDir() string
	// Cleanup registers work for the end of the case.
	Cleanup(func())
}

// A Store is what a store holds: the values by secret and key.
type Store map[string]map[string]string

// A Subject is a provider under test.
type Subject struct {
	// New returns a checker over a store of its own that holds exactly what store says, each secret where the checker's
	// Locate (else its name) puts it. The checker logs to log, at every level. New may be called several times in a case,
	// and cases run in parallel. It ends the case with t.Fatalf when the store cannot be filled.
	New func(t T, store Store, log *slog.Logger) providers.Checker
	// Holds says whether the store can hold a secret and a key of these names, apart from all others that it can hold.
	// nil: it holds all. The key is "" for a secret without keys. What cannot be held is asked for too, and must not be there.
	Holds func(secret, key string) bool
	// HoldsValue says whether the store can hold a value. nil: it holds any bytes. What it cannot hold a Writer refuses.
	HoldsValue func(value string) bool
	// KeysMakeSecrets says that a secret is there by its keys alone, as in an environment: without one of the keys asked
	// for it is missing, and of a query without keys nothing can be said. Such a store has no power to delete, rename or list,
	// or refuses it.
	KeysMakeSecrets bool

	// Powers are those that the checkers of New must have, so that none is lost by accident. The cases of a power are for
	// every checker that has it, named here or not.
	Powers []Power
	// Refused are powers that the checkers have and their store withholds: from a token that may not write, or because it
	// cannot say which secrets it has. Each use must fail, and change and disclose nothing.
	Refused []Power
	// LosesRaces says that the store cannot be made safe against several writers at a time. Its Writer must warn of it.
	LosesRaces bool
	// Reopen returns another checker, over the store of one that New returned, as another process would open it. nil: what
	// was written is looked at by the one that wrote it alone.
	Reopen func(t T, checker providers.Checker, log *slog.Logger) providers.Checker

	// External says that the checker asks a program of somebody else's, whose protocol lets answers leave out the names for
	// "did you mean", and has no question whether a change could be made: Vet lets pass what only Write finds out.
	External bool

	// breaksRules is set by the suite's own tests, whose checkers race on purpose.
	breaksRules bool
}

// A Case is one demand of the contract.
type Case struct {
	// Name is short and fit for the name of a test.
	Name string
	// Demand says in one sentence what a provider must do to pass.
	Demand string
	// Powers are those that the case is about, which not every checker has; none where it is about Check.
	Powers []Power
	// Withheld says that the case is for checkers whose store withholds the power: those that Subject.Refused names.
	Withheld bool
	// OfCode says that the case is about the checker's own methods alone, whatever its store does: nothing that a program which
	// answers for it has a part in.
	OfCode bool

	run func(s *session)
}

// Run judges the subject by this case. It returns early when t.Fatalf ends it.
func (c Case) Run(t T, subject Subject) {
	t.Helper()
	c.run(&session{T: t, subject: subject})
}

// Cases returns all cases, in the order in which they are best read.
func Cases() []Case {
	all := slices.Concat(existence, names, protocol, contexts, secrecy, powers)
	for _, group := range []struct {
		power Power
		cases []Case
	}{
		{Fetching, fetching}, {Writing, writing}, {Writing, writtenBytes}, {Writing, contention}, {Deleting, deleting},
		{Renaming, renaming},
	} {
		for _, c := range group.cases {
			c.Powers = []Power{group.power}
			all = append(all, c)
		}
	}
	return slices.Concat(all, listing, refusals)
}

// A runner is a T that runs subtests: *testing.T, written so that the suite needs no package testing.
type runner[R any] interface {
	T
	Parallel()
	Run(name string, test func(R)) bool
}

// Run runs all cases as parallel subtests of t, a *testing.T.
func Run[R runner[R]](t R, subject Subject) {
	t.Helper()
	for _, c := range Cases() {
		t.Run(c.Name, func(t R) {
			t.Helper()
			t.Parallel()
			c.Run(t, subject)
		})
	}
}
