package providertest

import (
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// A Power is what a checker may be able to do beside checking: one of the optional interfaces.
type Power string

// The powers that have cases.
const (
	Fetching    Power = "fetch"     // providers.Fetcher
	Writing     Power = "write"     // providers.Writer
	Deleting    Power = "delete"    // providers.Deleter
	Renaming    Power = "rename"    // providers.Renamer
	Listing     Power = "list"      // providers.Lister
	ListingKeys Power = "list keys" // providers.KeyLister
)

// powers are the cases on powers as such.
var powers = []Case{
	{
		Name:   "the powers it must have",
		OfCode: true,
		Demand: "A checker implements the interface of each power that it is said to have.",
		run: func(s *session) {
			f := s.fill(Store{})
			for _, power := range slices.Concat(s.subject.Powers, s.subject.Refused) {
				if !implements(f.checker, power) {
					f.Errorf("the checker has not the power to %s", power)
				}
			}
		},
	},
}

// implements says whether a checker has a power, be it refused by the store.
func implements(checker providers.Checker, power Power) bool {
	var ok bool
	switch power {
	case Fetching:
		_, ok = checker.(providers.Fetcher)
	case Writing:
		_, ok = checker.(providers.Writer)
	case Deleting:
		_, ok = checker.(providers.Deleter)
	case Renaming:
		_, ok = checker.(providers.Renamer)
	case Listing:
		_, ok = checker.(providers.Lister)
	case ListingKeys:
		_, ok = checker.(providers.KeyLister)
	}
	return ok
}

// can says whether there are demands on a power: the checker has it, and its store does not refuse it.
func (f *fixture) can(power Power) bool {
	return !slices.Contains(f.subject.Refused, power) && implements(f.checker, power)
}

// with fills a store for a case that is about some powers. There is nothing to do for a checker that lacks one of them.
func (s *session) with(store Store, judge func(f *fixture), powers ...Power) {
	s.Helper()
	if f := s.fill(store); !slices.ContainsFunc(powers, func(p Power) bool { return !f.can(p) }) {
		judge(f)
	}
}
