package resolve_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

const twoReferences = `component "a" "b" {
  one = "{{one.k}}"
  two = "{{two.k}}"
}`

var isThere = providers.Answer{Secret: providers.Present, Keys: presentKey}

// A provider that breaks its contract is not believed in anything: a bug must never read as present, nor as missing.
func TestProvidersThatLie(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		check  answerer
		reason providers.Reason
	}{
		"answers twice": {func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
			for i := range queries {
				answer(i, providers.Answer{Secret: providers.Missing})
			}
			answer(0, isThere)
			return nil
		}, providers.Internal},
		"answers what it was not asked": {func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
			for i := range queries {
				answer(i, isThere)
			}
			answer(len(queries), isThere)
			return nil
		}, providers.Internal},
		"answers before the first question": {func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
			for i := range queries {
				answer(i, isThere)
			}
			answer(-1, isThere)
			return nil
		}, providers.Internal},
		"panics after it answered": {func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
			for i := range queries {
				answer(i, isThere)
			}
			panic("canary")
		}, providers.Internal},
		"panics": {func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			panic(errors.New("canary"))
		}, providers.Internal},
		"says nothing": {func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			return nil
		}, providers.Internal},
		"fails": {func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			return errors.New("canary")
		}, providers.ServerError},
		"fails for a reason": {func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			return &providers.Error{Reason: providers.Sealed, Detail: "it is sealed", Err: errors.New("canary")}
		}, providers.Sealed},
		"fails without an error": {func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			var failure *providers.Error
			return failure
		}, providers.Internal},
		"runs out of its own time": {func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
			return context.DeadlineExceeded
		}, providers.Timeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := checkWith(t, test.check, twoReferences, resolve.Options{})
			if len(report.Checks) != 2 {
				t.Fatalf("%d checks, want 2", len(report.Checks))
			}
			for _, check := range report.Checks {
				if check.Status != resolve.StatusUnverified || check.Reason != test.reason || check.Detail == "" {
					t.Errorf("%s is %s, reason %q (%s), want it unverified, reason %q with a detail", check.Secret, check.Status,
						check.Reason, check.Detail, test.reason)
				}
				if strings.Contains(check.Detail, "canary") {
					t.Errorf("the detail shows what the provider failed with: %s", check.Detail)
				}
			}
		})
	}
}

// Where a provider crashed is in the log for those who look for the defect; what it crashed with is nowhere.
func TestACrashIsLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	options := resolve.Options{Registry: types(map[string]providers.Checker{"test": answerer(crash)})}
	options.Surroundings.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	planOf(t, "provider \"test\" \"main\" {}\n"+oneReference, options).Check(t.Context())
	if text := log.String(); !strings.Contains(text, "resolve_test.crash") || strings.Contains(text, "canary") {
		t.Errorf("the log has no place or has the value:\n%s", text)
	}
}

func crash(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
	panic("canary")
}

// What was answered before a provider failed counts: it is what the store said.
func TestAnswersBeforeAFailureCount(t *testing.T) {
	t.Parallel()
	report := checkWith(t, answerer(func(_ context.Context, _ providers.Level, _ []providers.Query, answer func(int, providers.Answer)) error {
		answer(1, isThere)
		return &providers.Error{Reason: providers.Throttled, Detail: "slow down"}
	}), twoReferences, resolve.Options{})
	if one := report.Checks[0]; one.Status != resolve.StatusUnverified || one.Reason != providers.Throttled {
		t.Errorf("one is %s, reason %q", one.Status, one.Reason)
	}
	if two := report.Checks[1]; two.Status != resolve.StatusPresent {
		t.Errorf("two is %s, want it present", two.Status)
	}
}

// After the end, and from wherever they come, answers do not count. A provider that never returns does not keep the
// others' answers from being reported.
func TestLateAnswersDoNotCount(t *testing.T) {
	t.Parallel()
	var late func(int, providers.Answer)
	leftBehind, hanging := make(chan struct{}), make(chan struct{})
	returned := answerer(func(_ context.Context, _ providers.Level, _ []providers.Query, answer func(int, providers.Answer)) error {
		late = answer
		return nil
	})
	hangs := answerer(func(_ context.Context, _ providers.Level, _ []providers.Query, answer func(int, providers.Answer)) error {
		defer close(leftBehind)
		answer(0, isThere)
		<-hanging // not the end of ctx
		answer(1, isThere)
		panic("long after the report")
	})
	registry := types(map[string]providers.Checker{"returned": returned, "hangs": hangs, "complete": always(isThere)})
	plan := planOf(t, `
		provider "returned" "p" {}
		provider "hangs" "p" {}
		provider "complete" "p" {}
		component "a" "b" {
		  one = "{{one.k}}"
		  two = "{{two.k}}"
		}
		stack "returned" {
		  secrets    = provider.returned.p
		  components = [component.a.b]
		}
		stack "hangs" {
		  secrets    = provider.hangs.p
		  components = [component.a.b]
		}
		stack "complete" {
		  secrets    = provider.complete.p
		  components = [component.a.b]
		}`, resolve.Options{Registry: registry})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	report := plan.Check(ctx)
	late(0, isThere)
	close(hanging)
	<-leftBehind
	want := map[string]resolve.Status{
		"complete one": resolve.StatusPresent, "complete two": resolve.StatusPresent,
		"hangs one": resolve.StatusPresent, "hangs two": resolve.StatusUnverified,
		"returned one": resolve.StatusUnverified, "returned two": resolve.StatusUnverified,
	}
	for _, check := range report.Checks {
		if got := check.Status; got != want[check.Stack+" "+check.Secret] {
			t.Errorf("%s %s is %s (%s)", check.Stack, check.Secret, got, check.Detail)
		}
		if check.Stack == "hangs" && check.Secret == "two" && check.Reason != providers.Timeout {
			t.Errorf("what hangs has the reason %q, want timeout", check.Reason)
		}
	}
}

// A provider that was given up may crash at any time, also while the report is made. The race detector sees to it that
// nothing of the report depends on that.
func TestALateCrashIsNobodysConcern(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	hanging, crashed := make(chan struct{}), make(chan struct{})
	release := sync.OnceFunc(func() { close(hanging) })
	hangs := answerer(func(_ context.Context, _ providers.Level, _ []providers.Query, answer func(int, providers.Answer)) error {
		answer(0, isThere)
		cancel()
		<-hanging // not the end of ctx
		panic("too late")
	})
	registry := types(map[string]providers.Checker{
		"first": warner{always(isThere), release}, // asked for its warnings after both were asked for answers
		"hangs": hangs,
	})
	options := resolve.Options{Registry: registry}
	options.Surroundings.Log = slog.New(crashes(crashed))
	report := planOf(t, `
		provider "first" "p" {}
		provider "hangs" "p" {}
		component "a" "b" { token = "{{s.k}}" }
		stack "first" {
		  secrets    = provider.first.p
		  components = [component.a.b]
		}
		stack "hangs" {
		  secrets    = provider.hangs.p
		  components = [component.a.b]
		}`, options).Check(ctx)
	release()
	<-crashed
	if last := report.Checks[1]; last.Stack != "hangs" || last.Status != resolve.StatusPresent {
		t.Errorf("%s is %s (%s), want what was said in time", last.Stack, last.Status, last.Detail)
	}
}

// A warner is a provider that is told when it is asked for its warnings. It has none.
type warner struct {
	answerer
	asked func()
}

func (w warner) Warnings() []providers.Warning {
	w.asked()
	return nil
}

// crashes is a log that is closed by its first record: that a provider crashed.
type crashes chan struct{}

func (c crashes) Enabled(context.Context, slog.Level) bool { return true }

func (c crashes) Handle(context.Context, slog.Record) error {
	close(c)
	return nil
}

func (c crashes) WithAttrs([]slog.Attr) slog.Handler { return c }

func (c crashes) WithGroup(string) slog.Handler { return c }

// The end of the context is the reason of what is not known by then: the user's doing or the time.
func TestTheEndOfTheContextIsTheReason(t *testing.T) {
	t.Parallel()
	waits := answerer(func(ctx context.Context, _ providers.Level, _ []providers.Query, answer func(int, providers.Answer)) error {
		answer(0, isThere)
		<-ctx.Done()
		return nil // the error is for what failed, and nothing did
	})
	tests := map[string]struct {
		end    func(context.Context) (context.Context, context.CancelFunc)
		reason providers.Reason
	}{
		"time is up": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Millisecond)
		}, providers.Timeout},
		"interrupted": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Millisecond, cancel)
			return ctx, cancel
		}, providers.Interrupted},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := test.end(t.Context())
			defer cancel()
			registry := types(map[string]providers.Checker{"test": waits})
			report := planOf(t, "provider \"test\" \"main\" {}\n"+twoReferences, resolve.Options{Registry: registry}).Check(ctx)
			if one := report.Checks[0]; one.Status != resolve.StatusPresent {
				t.Errorf("what was known is %s", one.Status)
			}
			if two := report.Checks[1]; two.Status != resolve.StatusUnverified || two.Reason != test.reason {
				t.Errorf("the rest is %s, reason %q, want reason %q", two.Status, two.Reason, test.reason)
			}
		})
	}
}

// Each secret is asked for once, with all keys that anyone needs, whatever the level, the stack and the name.
func TestQuestions(t *testing.T) {
	t.Parallel()
	for _, level := range []providers.Level{providers.SecretExists, providers.SecretAndKeyExists} {
		t.Run(level.String(), func(t *testing.T) {
			t.Parallel()
			var lock sync.Mutex
			var asked []providers.Query
			checkWith(t, answerer(func(_ context.Context, got providers.Level, queries []providers.Query, _ func(int, providers.Answer)) error {
				lock.Lock()
				defer lock.Unlock()
				if got != level {
					t.Errorf("asked at the level %s", got)
				}
				asked = append(asked, queries...)
				return nil
			}), `
				component "a" "b" {
				  one   = "{{s.b}}"
				  two   = "{{s.a}}"
				  three = ["{{alias.c}}", "{{s.b}}"]
				}
				secret "s" {
				  path = "place"
				  key "declared" {}
				  key "a" {}
				  key "b" {}
				  key "maybe" { optional = true }
				}
				secret "alias" { path = "place" }
				stack "x" { components = [component.a.b] }
				stack "y" { components = [component.a.b] }`,
				resolve.Options{Level: resolve.LevelChoice{Level: level, Source: resolve.LevelFromFlag}})
			if len(asked) != 1 || asked[0].Location != "place" || strings.Join(asked[0].Keys, " ") != "a b c declared maybe" {
				t.Errorf("asked %+v, want the place once, with all keys", asked)
			}
		})
	}
}
