package providertest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// hang is how long Check may take before the suite takes it for stuck. It is no measure of speed.
const hang = 2 * time.Minute

// A session is one case under way.
type session struct {
	T
	subject Subject
}

// A fixture is a filled store with a checker over it.
type fixture struct {
	*session
	checker providers.Checker
	log     *journal
}

// fill returns a checker over a new store, whose behaviour is then watched.
func (s *session) fill(store Store) *fixture {
	s.Helper()
	f := &fixture{session: s, log: &journal{}}
	f.checker = s.subject.New(s.T, store, slog.New(slog.NewJSONHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug - 8})))
	if f.checker == nil {
		s.Fatalf("New returned no checker")
	}
	s.Cleanup(func() { f.searchForValues() })
	return f
}

// holds says whether the store can hold such a secret.
func (s *session) holds(secret, key string) bool {
	return s.subject.Holds == nil || s.subject.Holds(secret, key)
}

// location returns where the store keeps a secret.
func (f *fixture) location(name string) string {
	if locator, ok := f.checker.(providers.Locator); ok {
		return locator.Locate(name, "")
	}
	return name
}

// query asks for keys of the secret called name, as zsv does: each once, sorted.
func (f *fixture) query(name string, keys ...string) providers.Query {
	keys = slices.Clone(keys)
	slices.Sort(keys)
	return providers.Query{Location: f.location(name), Keys: slices.Compact(keys)}
}

// ask asks a working store, which must answer everything.
func (f *fixture) ask(level providers.Level, queries ...providers.Query) []providers.Answer {
	f.Helper()
	c, err := f.check(f.Context(), level, queries)
	if err != nil {
		f.Errorf("Check of a working store failed: %v", err)
	}
	answers := make([]providers.Answer, len(queries))
	for i := range queries {
		given, ok := c.answer(i)
		if !ok {
			f.Errorf("%s was not answered, though the store works", describe(level, queries[i]))
		}
		answers[i] = given
	}
	return answers
}

// askOne asks for one secret.
func (f *fixture) askOne(level providers.Level, name string, keys ...string) providers.Answer {
	f.Helper()
	return f.ask(level, f.query(name, keys...))[0]
}

// check calls Check once and holds it to the rules.
func (f *fixture) check(ctx context.Context, level providers.Level, queries []providers.Query) (*call, error) {
	f.Helper()
	asked := cloneQueries(queries)
	c := &call{level: level, queries: asked, breaksRules: f.subject.breaksRules, answers: map[int]providers.Answer{}}
	err := f.guard(func() error { return f.checker.Check(ctx, level, queries, c.take) })
	c.returned.Store(true)
	if !slices.EqualFunc(asked, queries, equalQueries) {
		f.Errorf("Check changed the queries it was given")
	}
	f.Cleanup(func() { c.report(f.T) })
	f.judge(c, err)
	return c, err
}

// guard runs Check so that a panic is a finding and a hang an end.
func (f *fixture) guard(check func() error) error {
	f.Helper()
	done := make(chan error, 1)
	go func() {
		returned := false
		defer func() {
			if value := recover(); value != nil || !returned {
				done <- fmt.Errorf("check panicked (%T)", value)
			}
		}()
		err := check()
		returned = true
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(hang):
		f.Fatalf("Check did not return within %s", hang)
		return nil
	}
}

// judge looks at what one call of Check brought. The findings of the recorder itself come at the end of the case, when
// late answers have had their time.
func (f *fixture) judge(c *call, err error) {
	f.Helper()
	if err != nil {
		f.searchError(err)
	}
	for i, query := range c.queries {
		if answer, ok := c.answer(i); ok {
			f.judgeAnswer(c.level, query, answer)
			f.searchAnswer(answer)
		}
	}
}

func cloneQueries(queries []providers.Query) []providers.Query {
	clones := make([]providers.Query, len(queries))
	for i, query := range queries {
		clones[i] = providers.Query{Location: query.Location, Keys: slices.Clone(query.Keys)}
	}
	return clones
}

func equalQueries(a, b providers.Query) bool {
	return a.Location == b.Location && slices.Equal(a.Keys, b.Keys)
}

func describe(level providers.Level, query providers.Query) string {
	return fmt.Sprintf("the query at %s for %q, keys %q,", level, query.Location, query.Keys)
}
