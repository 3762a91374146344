package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/zsv-dev/zsv/providers"
)

// A Provider is one that is asked.
type Provider interface {
	providers.Checker
	providers.Locator
	providers.Counter
}

// Try asks for secrets, of each the same keys, and returns the answers by name.
func Try(t *testing.T, p Provider, level providers.Level, keys []string, names ...string) (map[string]providers.Answer, error) {
	t.Helper()
	queries := make([]providers.Query, len(names))
	for i, name := range names {
		queries[i] = providers.Query{Location: p.Locate(name, ""), Keys: keys}
	}
	answers := map[string]providers.Answer{}
	err := p.Check(t.Context(), level, queries, func(i int, answer providers.Answer) { answers[names[i]] = answer })
	return answers, err
}

// Ask is Try where Check must not fail.
func Ask(t *testing.T, p Provider, level providers.Level, keys []string, names ...string) map[string]providers.Answer {
	t.Helper()
	answers, err := Try(t, p, level, keys, names...)
	if err != nil {
		t.Fatalf("Check failed: %v", err)
	}
	for _, name := range names {
		if _, answered := answers[name]; !answered {
			t.Errorf("%s was not answered", name)
		}
	}
	return answers
}

// Failure asks for one secret and returns the error that Check must end with.
func Failure(t *testing.T, p Provider) *providers.Error {
	t.Helper()
	answers, err := Try(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow")
	var known *providers.Error
	if !errors.As(err, &known) {
		t.Fatalf("Check returned %v and the answers %+v, want a *providers.Error", err, answers)
	}
	return known
}

// Verdicts leave what answers mean, without the words and the names for suggestions.
func Verdicts(answers map[string]providers.Answer) map[string]providers.Answer {
	bare := map[string]providers.Answer{}
	for name, answer := range answers {
		keys := map[string]providers.Key{}
		for key, said := range answer.Keys {
			keys[key] = providers.Key{Status: said.Status, Reason: said.Reason}
		}
		answer.Detail, answer.Advice, answer.Available, answer.Keys = "", nil, nil, keys
		bare[name] = answer
	}
	return bare
}

// WantVerdicts compares what answers mean.
func WantVerdicts(t *testing.T, got, want map[string]providers.Answer) {
	t.Helper()
	if difference := cmp.Diff(want, Verdicts(got), cmpopts.EquateEmpty()); difference != "" {
		t.Errorf("wrong answers (-want +got):\n%s", difference)
		for name, answer := range got {
			t.Logf("%s: %s %s %v", name, answer.Reason, answer.Detail, answer.Keys)
		}
	}
}

// Keys make what an answer says of keys: "password" is present, "-token" missing.
func Keys(names ...string) map[string]providers.Key {
	all := map[string]providers.Key{}
	for _, name := range names {
		if key, isMissing := strings.CutPrefix(name, "-"); isMissing {
			all[key] = providers.Key{Status: providers.Missing}
		} else {
			all[name] = providers.Key{Status: providers.Present}
		}
	}
	return all
}

// UnverifiedKeys make what an answer says of keys that are not verified.
func UnverifiedKeys(reason providers.Reason, names ...string) map[string]providers.Key {
	all := map[string]providers.Key{}
	for _, name := range names {
		all[name] = providers.Key{Reason: reason}
	}
	return all
}

// WantRequests demands that so many requests were counted.
func WantRequests(t *testing.T, p Provider, want int) {
	t.Helper()
	if got := p.Requests(); got != want {
		t.Errorf("Requests() is %d, want %d", got, want)
	}
}
