package resolve_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

const recalledSource = `provider "test" "main" {}
component "a" "b" { token = ["{{s.k}}", "{{s.l}}", "{{t.k}}", "{{u.k}}"] }
secret "s" {
  key "k" {}
  key "l" {}
  key "o" { optional = true }
}
component "a" "c" { token = "{{s.o}}" }`

// half answers for some, and for others in other ways.
var half = answerer(func(_ context.Context, _ providers.Level, queries []providers.Query, answer func(int, providers.Answer)) error {
	for i, q := range queries {
		switch q.Location {
		case "s":
			answer(i, providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{
				"k": {Status: providers.Present}, "l": {Status: providers.Missing}, "o": {Status: providers.Missing}},
				Available: []string{"k", "ll"}})
		case "t":
			answer(i, providers.Answer{Reason: providers.Denied, Detail: "no", Advice: []string{"ask"}})
		default:
			answer(i, providers.Answer{Secret: providers.Missing})
		}
	}
	return nil
})

// never fails the test when it is asked.
func never(t *testing.T) answerer {
	return func(context.Context, providers.Level, []providers.Query, func(int, providers.Answer)) error {
		t.Error("the store was asked")
		return nil
	}
}

// A report that is recalled says what the earlier one said, and asks nobody.
func TestRecall(t *testing.T) {
	t.Parallel()
	options := resolve.Options{Registry: types(map[string]providers.Checker{"test": half})}
	earlier := planOf(t, recalledSource, options).Check(t.Context())
	if earlier.Summary.Present != 1 || earlier.Summary.Missing != 2 || earlier.Summary.Unverified != 1 || earlier.Summary.Skipped != 1 {
		t.Fatalf("%+v", earlier.Summary)
	}
	options.Registry = types(map[string]providers.Checker{"test": never(t)})
	recalled := planOf(t, recalledSource, options).Recall(earlier)
	if diff := cmp.Diff(earlier, recalled, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-earlier +recalled):\n%s", diff)
	}
}

// Nothing is present that the earlier report did not call present.
func TestRecallOfLess(t *testing.T) {
	t.Parallel()
	options := resolve.Options{Registry: types(map[string]providers.Checker{"test": never(t)})}
	for name, change := range map[string]func(*resolve.Check){
		"another stack":                 func(c *resolve.Check) { c.Stack = "x" },
		"another provider":              func(c *resolve.Check) { c.Provider = "provider.test.other" },
		"another location":              func(c *resolve.Check) { c.Location = "x" },
		"another secret":                func(c *resolve.Check) { c.Secret = "x" },
		"another key":                   func(c *resolve.Check) { c.Key = "x" },
		"no key":                        func(c *resolve.Check) { c.Key = "" },
		"no status":                     func(c *resolve.Check) { c.Status = "" },
		"a status of a later zsv":       func(c *resolve.Check) { c.Status = "fine" },
		"skipped":                       func(c *resolve.Check) { c.Status = resolve.StatusSkipped },
		"optional, which it is not now": func(c *resolve.Check) { c.Status, c.Reason = resolve.StatusSkipped, providers.Optional },
	} {
		check := resolve.Check{Provider: "provider.test.main", Location: "s", Secret: "s", Key: "k", Status: resolve.StatusPresent}
		report := planOf(t, "provider \"test\" \"main\" {}\n"+oneReference, options).Recall(&resolve.Report{Checks: []resolve.Check{check}})
		if got := onlyCheck(t, report); got.Status != resolve.StatusPresent {
			t.Fatalf("%+v, want it present", got)
		}
		change(&check)
		report = planOf(t, "provider \"test\" \"main\" {}\n"+oneReference, options).Recall(&resolve.Report{Checks: []resolve.Check{check}})
		if got := onlyCheck(t, report); got.Status != resolve.StatusUnverified || got.Reason == "" {
			t.Errorf("%s: %+v, want it unverified, with a reason", name, got)
		}
	}
}
