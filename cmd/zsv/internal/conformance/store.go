package conformance

import (
	"log/slog"
	"slices"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// storeTrials are those over stores: of all cases that the built-in providers pass those that are about what the program can do.
func (j *judge) storeTrials() []trial {
	trials := []trial{
		{
			name: "no values where they must not be read", run: (*bench).readsNothing,
			demand: `With "read_values": "never" no value is read: what cannot be told without is unverified, reason unsupported.`,
			advice: `look at "read_values" before you read a value, and count those that you read in "values_read"`,
		},
		{
			name: "values in answers to fetch alone", run: (*bench).showsNoValue,
			demand: "A value appears in the answer to a fetch of its key alone: in no other answer, and not on standard error.",
			advice: "print no values, and put neither the text of exceptions nor what was asked into a detail or a warning",
		},
	}
	for _, c := range providertest.Cases() {
		if j.concerns(c) {
			trials = append(trials, trialOf(c))
		}
	}
	return trials
}

// fillTrial comes before all others: it learns how a store is reached, by which the program can do more than complain.
var fillTrial = trial{
	name: "a store to fill", needed: true, run: (*bench).learnStore,
	demand: "The program given by --fill fills a store and says how it is reached.",
	advice: "see docs/providers/writing.md for what it is given and what it writes",
}

// powersOf are the powers of providers by the methods of the protocol.
var powersOf = []struct {
	method string
	power  providertest.Power
}{
	{"keys", providertest.ListingKeys}, {"fetch", providertest.Fetching}, {"list", providertest.Listing},
	{"write", providertest.Writing},
}

// powers returns those that the program has, and those of the protocol that it has not.
func (j *judge) powers() (has, lacks []providertest.Power) {
	for _, p := range powersOf {
		if j.hello != nil && j.hello.Can(p.method) {
			has = append(has, p.power)
		} else {
			lacks = append(lacks, p.power)
		}
	}
	return has, lacks
}

// concerns says whether a case is about what the program does, and not about what zsv does where the program can do nothing.
func (j *judge) concerns(c providertest.Case) bool {
	has, _ := j.powers()
	for _, power := range c.Powers {
		if !slices.Contains(has, power) {
			return false
		}
	}
	return !c.Withheld && !c.OfCode
}

// addresses are the names of the arguments that hold addresses.
func (j *judge) addresses() []string {
	names := slices.Clone(j.candidate.AddressArguments)
	if j.hello != nil {
		names = append(names, j.hello.Addresses...)
	}
	return names
}

// learnStore fills a store with nothing, over which the protocol is judged, and learns what stores can hold. Without it there are
// no cases over stores.
func (b *bench) learnStore() {
	empty, err := b.judge.whole.tryFill(providertest.Store{})
	if err != nil {
		b.Fatalf("%v", err)
	}
	read, err := empty.Store.read()
	if err != nil {
		b.Fatalf("%s: %v", b.judge.candidate.Fill, err)
	}
	b.judge.store = read
	program, adjust := b.over(empty)
	b.judge.candidate.Program = program
	adjust(&b.judge.candidate.Options)
}

// paths are the names of the arguments that hold paths.
func (j *judge) paths() []string {
	names := slices.Clone(j.candidate.PathArguments)
	if j.hello != nil {
		names = append(names, j.hello.Paths...)
	}
	return names
}

// needStore ends a case where there are no stores.
func (b *bench) needStore() *traits {
	if b.judge.store == nil {
		b.skip("there is no store: see the first case")
	}
	return b.judge.store
}

// subject is the provider over stores that the author's program fills.
func (b *bench) subject() providertest.Subject {
	store := b.needStore()
	has, lacks := b.judge.powers()
	return providertest.Subject{
		New: func(_ providertest.T, held providertest.Store, log *slog.Logger) providers.Checker {
			return b.opened(b.fill(held), log)
		},
		Reopen: func(_ providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
			return b.opened(checker.(*opened).store, log)
		},
		Holds: store.holds, HoldsValue: store.holdsValue, KeysMakeSecrets: store.KeysMakeSecrets, LosesRaces: store.LosesRaces,
		Powers: has, Refused: lacks, External: true,
	}
}

// An opened is a provider over a store that others can be opened over.
type opened struct {
	*pluginwire.Provider
	store filled
}

func (b *bench) opened(store filled, log *slog.Logger) *opened {
	program, adjust := b.over(store)
	program.Log = log
	return &opened{b.openWith(program, adjust), store}
}

func (b *bench) readsNothing() {
	b.needStore()
	store := b.fill(providertest.Store{"mlflow": {"password": providertest.Canary, "username": providertest.Canary}})
	program, adjust := b.over(store)
	p := b.openWith(program, func(o *pluginwire.Options) {
		adjust(o)
		o.ReadValues = "never"
	})
	for _, level := range bothLevels {
		answer := b.check(p, level, providers.Query{Location: p.Locate("mlflow", ""), Keys: []string{"password"}})[0]
		switch {
		case answer.ValuesRead > 0:
			b.Errorf("%d values were read for %s, which was forbidden", answer.ValuesRead, level)
		case answer.Secret == providers.Missing:
			b.Errorf("the secret is missing at %s, though it is there", level)
		case answer.Secret == providers.Unverified && answer.Reason != providers.Unsupported:
			b.Errorf("the secret is unverified for the reason %s at %s, in place of unsupported", answer.Reason, level)
		}
	}
}
