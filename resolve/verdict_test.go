package resolve_test

import (
	"slices"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

var (
	presentKey = map[string]providers.Key{"k": {Status: providers.Present}}
	missingKey = map[string]providers.Key{"k": {Status: providers.Missing}}
)

const optionalKey = "\nsecret \"s\" {\n  key \"k\" { optional = true }\n}"

// What the store says decides the status: whatever it did not say in so many words is unverified.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		level  providers.Level
		answer providers.Answer
		status resolve.Status
		reason providers.Reason
	}{
		"secret missing": {answer: providers.Answer{Secret: providers.Missing}, status: resolve.StatusMissingSecret},
		"secret missing, key said to be so": {
			answer: providers.Answer{Secret: providers.Missing, Keys: missingKey}, status: resolve.StatusMissingSecret,
		},
		"secret missing at SECRET_EXISTS": {
			level: providers.SecretExists, answer: providers.Answer{Secret: providers.Missing}, status: resolve.StatusMissingSecret,
		},
		"key present": {
			answer: providers.Answer{Secret: providers.Present, Keys: presentKey}, status: resolve.StatusPresent,
		},
		"secret present at SECRET_EXISTS": {
			level: providers.SecretExists, answer: providers.Answer{Secret: providers.Present}, status: resolve.StatusPresent,
		},
		"key missing": {
			answer: providers.Answer{Secret: providers.Present, Keys: missingKey}, status: resolve.StatusMissingKey,
		},
		"deleted": {
			answer: providers.Answer{Secret: providers.Missing, Reason: providers.Deleted, Detail: "deleted on a day"},
			status: resolve.StatusMissingSecret, reason: providers.Deleted,
		},
		"empty": {
			answer: providers.Answer{Secret: providers.Present,
				Keys: map[string]providers.Key{"k": {Status: providers.Missing, Reason: providers.Empty}}},
			status: resolve.StatusMissingKey, reason: providers.Empty,
		},
		"empty, where that is allowed": {
			answer: providers.Answer{Secret: providers.Present,
				Keys: map[string]providers.Key{"k": {Status: providers.Present, Reason: providers.Empty}}},
			status: resolve.StatusPresent, reason: providers.Empty,
		},
		"optional and its secret absent": {
			source: optionalKey, answer: providers.Answer{Secret: providers.Missing},
			status: resolve.StatusSkipped, reason: providers.Optional,
		},
		"optional and absent": {
			source: optionalKey, answer: providers.Answer{Secret: providers.Present, Keys: missingKey},
			status: resolve.StatusSkipped, reason: providers.Optional,
		},
		"optional and present": {
			source: optionalKey, answer: providers.Answer{Secret: providers.Present, Keys: presentKey},
			status: resolve.StatusPresent,
		},
		"optional and denied": {
			source: optionalKey, answer: providers.Answer{Reason: providers.Denied},
			status: resolve.StatusUnverified, reason: providers.Denied,
		},
		"optional at SECRET_EXISTS": {
			source: optionalKey, level: providers.SecretExists, answer: providers.Answer{Secret: providers.Missing},
			status: resolve.StatusSkipped, reason: providers.Optional,
		},
		"denied": {
			answer: providers.Answer{Reason: providers.Denied}, status: resolve.StatusUnverified, reason: providers.Denied,
		},
		"nothing said": {status: resolve.StatusUnverified, reason: providers.Unsupported},
		"nothing said of the key": {
			answer: providers.Answer{Secret: providers.Present}, status: resolve.StatusUnverified, reason: providers.Unsupported,
		},
		"nothing said of the key, with a reason": {
			answer: providers.Answer{Secret: providers.Present, Reason: providers.Denied},
			status: resolve.StatusUnverified, reason: providers.Denied,
		},
		"another key present": {
			answer: providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{"K": {Status: providers.Present}}},
			status: resolve.StatusUnverified, reason: providers.Unsupported,
		},
		"key not verified": {
			answer: providers.Answer{Secret: providers.Present, Reason: providers.Denied,
				Keys: map[string]providers.Key{"k": {Reason: providers.Invalid}}},
			status: resolve.StatusUnverified, reason: providers.Invalid,
		},
		"key present, secret not verified": {
			answer: providers.Answer{Keys: presentKey, Reason: providers.Sealed},
			status: resolve.StatusUnverified, reason: providers.Sealed,
		},
		"key present, secret missing": {
			answer: providers.Answer{Secret: providers.Missing, Keys: presentKey},
			status: resolve.StatusUnverified, reason: providers.Internal,
		},
		"statuses that are none": {
			answer: providers.Answer{Secret: 7, Keys: map[string]providers.Key{"k": {Status: 9}}},
			status: resolve.StatusUnverified, reason: providers.Unsupported,
		},
		"a status of the key that is none": {
			answer: providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{"k": {Status: 9}}},
			status: resolve.StatusUnverified, reason: providers.Unsupported,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := resolve.Options{}
			if test.level != providers.None {
				options.Level = resolve.LevelChoice{Level: test.level, Source: resolve.LevelFromFlag}
			}
			report := checkWith(t, always(test.answer), oneReference+test.source, options)
			got := onlyCheck(t, report)
			if got.Status != test.status || got.Reason != test.reason {
				t.Errorf("%s, reason %q (%s), want %s, reason %q", got.Status, got.Reason, got.Detail, test.status, test.reason)
			}
			if isCounted := map[resolve.Status]int{
				resolve.StatusPresent: report.Summary.Present, resolve.StatusMissingSecret: report.Summary.MissingSecrets,
				resolve.StatusMissingKey: report.Summary.MissingKeys, resolve.StatusUnverified: report.Summary.Unverified,
				resolve.StatusSkipped: report.Summary.Skipped,
			}; isCounted[test.status] != 1 {
				t.Errorf("the summary does not count it: %+v", report.Summary)
			}
			if got.Status.Missing() != (report.Summary.Missing == 1) {
				t.Errorf("%s, but missing is %d", got.Status, report.Summary.Missing)
			}
		})
	}
}

// At NONE nobody is asked.
func TestNothingIsAskedAtNone(t *testing.T) {
	t.Parallel()
	never := answerer(nil) // a call would panic
	report := checkWith(t, never, oneReference, resolve.Options{
		Level: resolve.LevelChoice{Level: providers.None, Source: resolve.LevelFromEnvironment},
	})
	got := onlyCheck(t, report)
	if got.Status != resolve.StatusSkipped || got.Reason != "" || report.Summary.Skipped != 1 {
		t.Errorf("%s, reason %q, summary %+v; want it skipped", got.Status, got.Reason, report.Summary)
	}
	if report.Level != providers.None || report.LevelSource != resolve.LevelFromEnvironment {
		t.Errorf("level %s from %s", report.Level, report.LevelSource)
	}
}

// A store's advice ends the full detail of what is not verified, and stands by itself for those who say it once for all.
func TestAdvice(t *testing.T) {
	t.Parallel()
	advice := []string{"add to the policy:", "a", "b"}
	block := []string{"add to the file:", `command "a" {`, "  check {", "  }", "}"}
	partly := providers.Answer{Secret: providers.Present, Advice: advice, Keys: map[string]providers.Key{
		"k": {Reason: providers.Denied, Detail: "denied"}}}
	for name, test := range map[string]struct {
		answer     providers.Answer
		wantDetail string
		want       []string
	}{
		"a secret":         {providers.Answer{Reason: providers.Denied, Detail: "denied", Advice: advice}, "denied; add to the policy: a b", advice},
		"without a detail": {providers.Answer{Reason: providers.Denied, Advice: advice}, "add to the policy: a b", advice},
		"a block": {providers.Answer{Reason: providers.Untrusted, Detail: "nobody allows it", Advice: block},
			"nobody allows it; add to the file: command \"a\" { … }, which the format text shows in full", block},
		"a key": {partly, "denied; add to the policy: a b", advice},
		"a present key": {providers.Answer{Secret: providers.Present, Advice: advice, Keys: map[string]providers.Key{
			"k": {Status: providers.Present}}}, "", nil},
		"a missing secret": {providers.Answer{Secret: providers.Missing, Advice: advice}, "", nil},
		"no advice":        {providers.Answer{Reason: providers.Denied, Detail: "denied"}, "denied", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := onlyCheck(t, checkWith(t, always(test.answer), oneReference, resolve.Options{}))
			if detail := check.FullDetail(); detail != test.wantDetail || !slices.Equal(check.Advice, test.want) {
				t.Errorf("detail %q, advice %q; want %q, %q", detail, check.Advice, test.wantDetail, test.want)
			}
		})
	}
}
