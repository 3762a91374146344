package providertest

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// protocol are the cases on how Check is to behave, whatever it answers.
var protocol = []Case{
	{
		Name:   "no queries",
		Demand: "Without queries Check answers nothing, fails not and sends nothing.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password")})
			f.wantNoRequests("Check without queries", func() {
				for _, level := range levels {
					f.ask(level)
				}
			})
		},
	},
	{
		Name:   "one answer at a time",
		Demand: "Each query is answered once, with its index, never two at a time, and not after Check returned.",
		run:    func(s *session) { s.oneAtATime() },
	},
	{
		Name:   "many queries",
		Demand: "A thousand secrets are answered, each with its own answer.",
		run: func(s *session) {
			store, queries := manySecrets(1000)
			f := s.fill(store)
			for _, level := range levels {
				f.wantMany(f.ask(level, queries(f)...))
			}
		},
	},
	{
		Name:   "one location asked for twice",
		Demand: "Two queries for one location are two answers, each for its own keys.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password", "username")})
			answers := f.ask(providers.SecretAndKeyExists, f.query("mlflow", "password"), f.query("mlflow", "username", "token"),
				f.query("slack", "token"), f.query("mlflow", "password"), f.query("slack", "token"))
			f.wantKey(answers[0], "password", providers.Present)
			f.wantKey(answers[1], "username", providers.Present)
			f.wantKey(answers[1], "token", providers.Missing)
			f.wantSecret(answers[2], "slack", providers.Missing)
			f.wantKey(answers[3], "password", providers.Present)
			f.wantSecret(answers[4], "slack", providers.Missing)
		},
	},
	{
		Name:   "the same question again",
		Demand: "The same question gets the same answer, in whatever order it is asked.",
		run: func(s *session) {
			store, queries := manySecrets(40)
			f := s.fill(store)
			for _, level := range levels {
				first := f.ask(level, queries(f)...)
				f.wantSame(first, f.ask(level, queries(f)...))
				backwards := queries(f)
				slices.Reverse(backwards)
				again := f.ask(level, backwards...)
				slices.Reverse(again)
				f.wantSame(first, again)
			}
		},
	},
	{
		Name:   "the same requests again",
		Demand: "The number of requests follows from the level and the queries alone.",
		run: func(s *session) {
			store, queries := manySecrets(40)
			counts := map[int]bool{}
			for range 3 {
				f := s.fill(store)
				for _, level := range levels {
					f.ask(level, queries(f)...)
				}
				if counter, ok := f.checker.(providers.Counter); ok {
					counts[counter.Requests()] = true
				}
			}
			if len(counts) > 1 {
				s.Errorf("the same questions took different numbers of requests: %v", counts)
			}
		},
	},
	{
		Name:   "Check at the same time",
		Demand: "Several calls of Check at a time do not disturb one another.",
		run: func(s *session) {
			store, queries := manySecrets(40)
			f := s.fill(store)
			parallel.Each(8, 8, func(i int) {
				f.wantMany(f.ask(levels[i%len(levels)], queries(f)...))
			})
		},
	},
	{
		Name:   "a path instead of a name",
		OfCode: true,
		Demand: "Locate is a function of its arguments alone, and where a path is given the name does not matter.",
		run: func(s *session) {
			f := s.fill(Store{})
			locator, ok := f.checker.(providers.Locator)
			if !ok {
				return
			}
			for _, path := range []string{"shared/mlflow", "mlflow", "../x", " ", "a//b"} {
				if a, b := locator.Locate("one", path), locator.Locate("two", path); a != b {
					f.Errorf("the path %q lies at %q for one name and at %q for another", path, a, b)
				}
			}
		},
	},
}

// oneAtATime holds every answer up and leaves late ones time to come.
func (s *session) oneAtATime() {
	store, queries := manySecrets(20)
	f := s.fill(store)
	asked := queries(f)
	c := newCall[providers.Answer](f, "Check", asked)
	c.linger = time.Millisecond
	_ = f.checkWith(f.Context(), providers.SecretAndKeyExists, asked, c, c.take)
	time.Sleep(20 * time.Millisecond)
}

// wantNoRequests demands that some work sends nothing.
func (f *fixture) wantNoRequests(what string, work func()) {
	f.Helper()
	before := f.requests()
	work()
	if sent := f.requests() - before; sent != 0 {
		f.Errorf("%s sent %d requests without anything to ask", what, sent)
	}
}

// requests returns what the checker has sent so far; 0 where it does not count.
func (f *fixture) requests() int {
	if counter, ok := f.checker.(providers.Counter); ok {
		return counter.Requests()
	}
	return 0
}

// manySecrets returns a store in which every third secret is missing, every other third lacks a key, and the rest has
// both of its keys; and the queries for all of them.
func manySecrets(n int) (Store, func(*fixture) []providers.Query) {
	store := Store{}
	for i := range n {
		name := fmt.Sprintf("s%04d", i)
		switch i % 3 {
		case 1:
			store[name] = with(name, "a")
		case 2:
			store[name] = with(name, "a", "b")
		}
	}
	return store, func(f *fixture) []providers.Query {
		queries := make([]providers.Query, n)
		for i := range n {
			queries[i] = f.query(fmt.Sprintf("s%04d", i), "a", "b")
		}
		return queries
	}
}

// wantMany demands the answers to manySecrets.
func (f *fixture) wantMany(answers []providers.Answer) {
	f.Helper()
	for i, answer := range answers {
		name := fmt.Sprintf("s%04d", i)
		if i%3 == 0 {
			f.wantSecret(answer, name, providers.Missing)
			continue
		}
		f.wantSecret(answer, name, providers.Present)
		if answer.Keys["b"].Status == providers.Present && i%3 == 1 {
			f.Errorf("the key b of %s is present, though the store does not hold it", name)
		}
	}
}

// wantSame compares answers but for the order of Available, which is free.
func (f *fixture) wantSame(want, got []providers.Answer) {
	f.Helper()
	for i := range want {
		a, b := sorted(want[i]), sorted(got[i])
		if !reflect.DeepEqual(a, b) {
			f.Errorf("one question, two answers: %+v and %+v", a, b)
		}
	}
}

func sorted(answer providers.Answer) providers.Answer {
	answer.Available = slices.Sorted(slices.Values(answer.Available))
	return answer
}
