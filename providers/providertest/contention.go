package providertest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// contention are the cases on several writers at a time. A store that cannot be made safe is only held to its warning.
var contention = []Case{
	{
		Name:   "writers at the same time",
		Demand: "Of eight writers that add ten keys each to one secret none loses a key, and one of all created it.",
		run: func(s *session) {
			s.contended(func(f *fixture) {
				created := f.count(func(f *fixture, writer int) int {
					sum := 0
					for i := range 10 {
						if f.mustWrite(f.change("mlflow", with("mlflow", keyOf(writer, i)))).Created {
							sum++
						}
					}
					return sum
				})
				if created != 1 && !s.subject.KeysMakeSecrets {
					f.Errorf("%d of the changes say that they created the secret, want 1", created)
				}
				f.wantHeld("mlflow", with("mlflow", allKeys()...))
			})
		},
	},
	{
		Name:   "one secret created by several",
		Demand: "Of eight writers that create one secret exactly one succeeds, and the secret is the one that it wrote.",
		run: func(s *session) {
			s.contended(func(f *fixture) {
				var won winner
				created := f.count(func(f *fixture, writer int) int {
					mine := merged(fresh(keyOf(writer, 0), "password"), with("mlflow", keyOf(writer, 1)))
					_, err := f.write(on(providers.IfMissing, f.change("mlflow", mine)))
					if err != nil && !errors.Is(err, providers.ErrSecretExists) {
						f.Errorf("one of several that create a secret failed: %v", err)
					}
					return won.note(mine, err == nil)
				})
				f.wantOneWinner("created the secret", created)
				f.wantHeld("mlflow", won.values)
			})
		},
	},
	{
		Name:   "one key kept by several",
		Demand: "Of eight writers that set one key, and would keep it, exactly one sets it; the others keep what it wrote.",
		run: func(s *session) {
			s.contended(func(f *fixture) {
				var won winner
				set := f.count(func(f *fixture, writer int) int {
					mine := fresh(keyOf(writer, 0), "password")
					return won.note(mine, len(f.mustWrite(keeping(f.change("s3", mine))).Set) > 0)
				})
				f.wantOneWinner("set the key", set)
				f.wantHeld("s3", merged(with("s3", "username"), won.values))
			})
		},
	},
	{
		Name:   "secrets created side by side",
		Demand: "Eight writers that create ten secrets each lose none of one another's.",
		run: func(s *session) {
			s.contended(func(f *fixture) {
				f.count(func(f *fixture, writer int) int {
					for i := range 10 {
						f.mustWrite(on(providers.IfMissing, f.change(keyOf(writer, i), with(keyOf(writer, i), "token"))))
					}
					return 0
				})
				for _, name := range allKeys() {
					f.wantSeen(name, with(name, "token"))
				}
			})
		},
	},
}

const contenders = 8

// contended fills a store for writers that come at the same time.
func (s *session) contended(judge func(f *fixture)) {
	s.Helper()
	if !s.subject.LosesRaces {
		s.with(Store{"slack": with("slack", "token"), "s3": with("s3", "username")}, func(f *fixture) {
			judge(f)
			f.wantHeld("slack", with("slack", "token"))
		}, Writing)
	}
}

// count runs the contenders, each on the checker at hand or on one of its own, and adds up what they return.
func (f *fixture) count(contend func(f *fixture, writer int) int) int {
	f.Helper()
	hands := make([]*fixture, contenders)
	for writer := range hands {
		if hands[writer] = f; writer%2 == 1 {
			hands[writer] = f.reopened()
		}
	}
	var sum atomic.Int64
	parallel.Each(contenders, contenders, func(writer int) {
		sum.Add(int64(contend(hands[writer], writer)))
	})
	return int(sum.Load())
}

// A winner is the one of several who got their way.
type winner struct {
	lock   sync.Mutex
	values map[string]string
}

// note returns 1 for one who won.
func (w *winner) note(values map[string]string, won bool) int {
	if !won {
		return 0
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	w.values = values
	return 1
}

func (f *fixture) wantOneWinner(what string, winners int) {
	f.Helper()
	if winners != 1 {
		f.Fatalf("%d of %d writers %s, want 1", winners, contenders, what)
	}
}

func keyOf(writer, i int) string { return fmt.Sprintf("w%d_%02d", writer, i) }

func allKeys() []string {
	var all []string
	for writer := range contenders {
		for i := range 10 {
			all = append(all, keyOf(writer, i))
		}
	}
	return all
}
