package providertest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// hang is how long a call may take before the suite takes it for stuck. It is no measure of speed.
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
	logger  *slog.Logger
}

// fill returns a checker over a new store, whose behaviour is then watched.
func (s *session) fill(store Store) *fixture {
	s.Helper()
	f := &fixture{session: s, log: &journal{}}
	f.logger = slog.New(slog.NewJSONHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug - 8}))
	f.checker = s.subject.New(s.T, store, f.logger)
	if f.checker == nil {
		s.Fatalf("New returned no checker")
	}
	if sent := f.requests(); sent != 0 {
		s.Errorf("a new checker has sent %d requests without anything to ask", sent)
	}
	s.Cleanup(func() { f.searchForValues() })
	return f
}

// reopened returns a fixture with another checker over the same store, as another process would have. It is f itself
// where the subject cannot make one.
func (f *fixture) reopened() *fixture {
	f.Helper()
	if f.subject.Reopen == nil {
		return f
	}
	other := &fixture{session: f.session, log: f.log, logger: f.logger}
	other.checker = f.subject.Reopen(f.T, f.checker, f.logger)
	if other.checker == nil {
		f.Fatalf("Reopen returned no checker")
	}
	f.Cleanup(func() { other.searchForValues() })
	return other
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
func (f *fixture) check(ctx context.Context, level providers.Level, queries []providers.Query) (*call[providers.Answer], error) {
	f.Helper()
	c := newCall[providers.Answer](f, "Check", queries)
	return c, f.checkWith(ctx, level, queries, c, c.take)
}

// checkWith gives Check a function of the case's own to call. The findings of the recorder itself come at the end of the
// case, when late answers have had their time.
func (f *fixture) checkWith(ctx context.Context, level providers.Level, queries []providers.Query,
	c *call[providers.Answer], take func(int, providers.Answer),
) error {
	f.Helper()
	err := c.run(f, queries, func() error { return f.checker.Check(ctx, level, queries, take) })
	f.Cleanup(func() { c.report(f.T) })
	for i, answer := range c.all() {
		if i >= 0 && i < len(c.queries) {
			f.judgeAnswer(level, c.queries[i], answer)
			f.searchAnswer(answer)
		}
	}
	return err
}

// guard calls a method so that a panic is a finding and a hang an end.
func (f *fixture) guard(method string, work func() error) error {
	f.Helper()
	done := make(chan error, 1)
	parallel.Go(func() {
		returned := false
		defer func() {
			if value := recover(); value != nil || !returned {
				done <- fmt.Errorf("%s panicked (%T)", method, value)
			}
		}()
		err := work()
		returned = true
		done <- err
	})
	select {
	case err := <-done:
		return err
	case <-time.After(hang):
		f.Fatalf("%s did not return within %s", method, hang)
		return nil
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
