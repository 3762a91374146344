package providertest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// A memory is an honest provider, whose answers each saboteur below spoils in one way.
type memory struct {
	keys map[string][]string
	log  *slog.Logger
}

func newMemory(store Store, log *slog.Logger) *memory {
	m := &memory{keys: map[string][]string{}, log: log}
	for secret, values := range store {
		m.keys[secret] = slices.Sorted(maps.Keys(values))
	}
	return m
}

func (m *memory) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	for i, query := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		answer(i, m.answer(level, query))
	}
	return nil
}

func (m *memory) answer(level providers.Level, query providers.Query) providers.Answer {
	held, ok := m.keys[query.Location]
	if !ok {
		all := slices.Sorted(maps.Keys(m.keys))
		return providers.Answer{Secret: providers.Missing, Available: all[:min(len(all), 10)]}
	}
	answer := providers.Answer{Secret: providers.Present, Available: held}
	if level == providers.SecretExists {
		return answer
	}
	answer.Keys = map[string]providers.Key{}
	for _, key := range query.Keys {
		status := providers.Missing
		if slices.Contains(held, key) {
			status = providers.Present
		}
		answer.Keys[key] = providers.Key{Status: status}
	}
	return answer
}

// A saboteur has the memory's powers, and one way of Check of its own.
type saboteur struct {
	*memory
	check func(s *saboteur, ctx context.Context, level providers.Level, queries []providers.Query,
		answer func(int, providers.Answer)) error
	once  sync.Once
	kept  string
	asked atomic.Int64
}

func (s *saboteur) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	return s.check(s, ctx, level, queries, answer)
}

// Locate keeps secrets at their path, else their name.
func (s *saboteur) Locate(name, path string) string {
	if path != "" {
		return path
	}
	return name
}

// Requests counts, for the saboteurs that send too much.
func (s *saboteur) Requests() int { return int(s.asked.Load()) }

// spoiled makes a Check that changes each of the memory's answers.
func spoiled(spoil func(level providers.Level, query providers.Query, a *providers.Answer)) checkFunc {
	return func(s *saboteur, ctx context.Context, level providers.Level, queries []providers.Query,
		answer func(int, providers.Answer),
	) error {
		return s.memory.Check(ctx, level, queries, func(i int, a providers.Answer) {
			spoil(level, queries[i], &a)
			answer(i, a)
		})
	}
}

type checkFunc = func(*saboteur, context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error

// sabotages are ways to break the contract, each with words of the finding that it must lead to.
var sabotages = []struct {
	name, finding string
	check         checkFunc
}{
	{"answers twice", "answered twice", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		return s.memory.Check(ctx, level, queries, func(i int, a providers.Answer) { answer(i, a); answer(i, a) })
	}},
	{"answers concurrently", "concurrently", func(s *saboteur, _ context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		var wait sync.WaitGroup
		for i, query := range queries {
			wait.Go(func() { answer(i, s.answer(level, query)) })
		}
		wait.Wait()
		return nil
	}},
	{"answers after return", "after Check had returned", func(s *saboteur, _ context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		returned := make(chan struct{})
		defer close(returned)
		for i, query := range queries {
			go func() { <-returned; runtime.Gosched(); answer(i, s.answer(level, query)) }()
		}
		return nil
	}},
	{"answers out of range", "the index", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		answer(len(queries), providers.Answer{Secret: providers.Missing})
		return s.memory.Check(ctx, level, queries, answer)
	}},
	{"mixes up the indices", "is missing", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		return s.memory.Check(ctx, level, queries, func(i int, a providers.Answer) { answer((i+1)%len(queries), a) })
	}},
	{"leaves queries out", "was not answered", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		return s.memory.Check(ctx, level, queries[:len(queries)/2], answer)
	}},
	{"fails for a missing secret", "failed", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		for _, query := range queries {
			if s.answer(level, query).Secret == providers.Missing {
				return &providers.Error{Reason: providers.ServerError, Detail: "not found"}
			}
		}
		return s.memory.Check(ctx, level, queries, answer)
	}},
	{"panics", "panicked", func(*saboteur, context.Context, providers.Level, []providers.Query,
		func(int, providers.Answer),
	) error {
		panic(value("any", "thing"))
	}},
	{"changes the queries", "changed the queries", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		defer func() {
			for i := range queries {
				slices.Reverse(queries[i].Keys)
			}
		}()
		return s.memory.Check(ctx, level, queries, answer)
	}},
	{"sends without a question", "without anything to ask", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		s.asked.Add(1)
		return s.memory.Check(ctx, level, queries, answer)
	}},
	{"reads silence as present", "want missing", spoiled(
		func(_ providers.Level, query providers.Query, a *providers.Answer) {
			*a = providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{}}
			for _, key := range query.Keys {
				a.Keys[key] = providers.Key{Status: providers.Present}
			}
		})},
	{"goes by the beginning of a name", `the secret "mlflow" is present`, func(s *saboteur, ctx context.Context,
		level providers.Level, queries []providers.Query, answer func(int, providers.Answer),
	) error {
		return s.memory.Check(ctx, level, queries, func(i int, a providers.Answer) {
			for secret := range s.keys {
				if strings.HasPrefix(secret, queries[i].Location) {
					a.Secret = providers.Present
				}
			}
			answer(i, a)
		})
	}},
	{"cleans names like paths", `the secret at "mlflow/"`, func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		cleaned := cloneQueries(queries)
		for i := range cleaned {
			cleaned[i].Location = strings.Trim(cleaned[i].Location, "/")
		}
		return s.memory.Check(ctx, level, cleaned, answer)
	}},
	{"ignores case", `the key "Password" is present`, spoiled(
		func(_ providers.Level, query providers.Query, a *providers.Answer) {
			for _, key := range query.Keys {
				if a.Keys[strings.ToLower(key)].Status == providers.Present {
					a.Keys[key] = providers.Key{Status: providers.Present}
				}
			}
		})},
	{"guesses when interrupted", "want missing", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		if ctx.Err() == nil {
			return s.memory.Check(ctx, level, queries, answer)
		}
		for i := range queries {
			answer(i, providers.Answer{Secret: providers.Present})
		}
		return ctx.Err()
	}},
	{"blames the store for an interrupt", "want the context's error", func(s *saboteur, ctx context.Context,
		level providers.Level, queries []providers.Query, answer func(int, providers.Answer),
	) error {
		if err := s.memory.Check(ctx, level, queries, answer); err != nil {
			return errors.New("the store is broken")
		}
		return nil
	}},
	{"forgets the reason", "without a reason", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) { a.Secret = providers.Unverified })},
	{"forgets the reason of a key", "unverified without a reason", spoiled(
		func(_ providers.Level, query providers.Query, a *providers.Answer) {
			for _, key := range query.Keys {
				if a.Keys != nil {
					a.Keys[key] = providers.Key{}
				}
			}
		})},
	{"says nothing of keys", "says nothing of key", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) { a.Keys = nil })},
	{"contradicts itself", "contradicts itself", spoiled(
		func(_ providers.Level, query providers.Query, a *providers.Answer) {
			if a.Secret == providers.Missing && len(query.Keys) > 0 {
				a.Keys = map[string]providers.Key{query.Keys[0]: {Status: providers.Present}}
			}
		})},
	{"invents a status", "which there is not", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) { a.Secret = 7 })},
	{"changes its mind", "two answers", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		s.asked.Add(1)
		return s.memory.Check(ctx, level, queries, func(i int, a providers.Answer) {
			a.Detail = fmt.Sprint("attempt ", s.asked.Load())
			answer(i, a)
		})
	}},
	{"says what is not there", "which is not there", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) {
			a.Available = append(a.Available, "more")
		})},
	{"keeps names to itself", "lacks", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) { a.Available = nil })},
	{"breaks lines", "line break", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) { a.Detail = "one\ntwo" })},
	{"shows a value in an answer", "a value shows in an answer", spoiled(
		func(_ providers.Level, _ providers.Query, a *providers.Answer) { a.Detail = "it is " + value("a", "b") })},
	{"shows a value in the log", "a value shows in the log", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		s.log.Debug("read", "value", value("a", "b"))
		return s.memory.Check(ctx, level, queries, answer)
	}},
	{"shows a value in a wrapped error", "a value shows in an error", func(*saboteur, context.Context, providers.Level,
		[]providers.Query, func(int, providers.Answer),
	) error {
		return &providers.Error{Reason: providers.Invalid, Err: errors.New("cannot parse " + value("a", "b"))}
	}},
	{"keeps a value", "a value shows in the checker", func(s *saboteur, ctx context.Context, level providers.Level,
		queries []providers.Query, answer func(int, providers.Answer),
	) error {
		s.once.Do(func() { s.kept = value("a", "b") })
		return s.memory.Check(ctx, level, queries, answer)
	}},
}

// TestAnHonestProviderPasses runs the suite as providers do.
func TestAnHonestProviderPasses(t *testing.T) {
	t.Parallel()
	Run(t, Subject{New: func(_ T, store Store, log *slog.Logger) providers.Checker { return newMemory(store, log) }})
}

// TestEveryBreachIsFound holds the suite itself to its purpose.
func TestEveryBreachIsFound(t *testing.T) {
	t.Parallel()
	for _, sabotage := range sabotages {
		t.Run(sabotage.name, func(t *testing.T) {
			t.Parallel()
			subject := Subject{breaksRules: true, New: func(_ T, store Store, log *slog.Logger) providers.Checker {
				return &saboteur{memory: newMemory(store, log), check: sabotage.check}
			}}
			if findings := findings(t, subject); !strings.Contains(findings, sabotage.finding) {
				t.Errorf("no finding has %q:\n%s", sabotage.finding, findings)
			}
		})
	}
}

// TestCasesAreNamed keeps names apart and demands written.
func TestCasesAreNamed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range Cases() {
		if c.Name == "" || seen[c.Name] || !strings.HasSuffix(c.Demand, ".") {
			t.Errorf("the case %q has no name of its own, or its demand is no sentence: %q", c.Name, c.Demand)
		}
		seen[c.Name] = true
	}
}

// TestShowsValue keeps the search from looking for nothing.
func TestShowsValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": false, "(redacted)": false, "a" + Canary + "b": true, strings.ToUpper(Canary): true,
		"YzRuNHJ5NWVjcmV0djQxdWU=": true, "63346e34727935656372657476343175": false, fmt.Sprintf("%x", value("a", "b")): true,
	} {
		if got := ShowsValue(text); got != want {
			t.Errorf("ShowsValue(%q) = %t, want %t", text, got, want)
		}
	}
}

// findings runs all cases against a subject and returns what they found.
func findings(t *testing.T, subject Subject) string {
	t.Helper()
	var all []string
	for _, c := range Cases() {
		r := &recorder{ctx: t.Context()}
		r.run(func() { c.Run(r, subject) })
		all = append(all, r.findings...)
	}
	return strings.Join(all, "\n")
}

// A recorder is a T that takes note of what is found.
type recorder struct {
	ctx context.Context

	lock     sync.Mutex
	findings []string
	cleanups []func()
}

// run runs a case in a goroutine that Fatalf can end.
func (r *recorder) run(test func()) {
	var wait sync.WaitGroup
	wait.Go(func() {
		defer func() {
			for _, cleanup := range slices.Backward(r.cleanups) {
				cleanup()
			}
		}()
		test()
	})
	wait.Wait()
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.findings = append(r.findings, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...); runtime.Goexit() }

func (r *recorder) Context() context.Context { return r.ctx }

func (r *recorder) TempDir() string {
	dir, err := os.MkdirTemp("", "providertest")
	if err != nil {
		r.Fatalf("no directory: %v", err)
	}
	r.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (r *recorder) Cleanup(cleanup func()) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.cleanups = append(r.cleanups, cleanup)
}
