package conformance

import (
	"regexp"
	"testing"

	"github.com/zsv-dev/zsv/providers/providertest"
)

// What an author reads has the words of the protocol.
func TestCasesAreInTheWordsOfTheProtocol(t *testing.T) {
	t.Parallel()
	ofGo := regexp.MustCompile(`\b(Check|Fetch|List|ListKeys|Write|Written|Vet|IfMissing|IfPresent|Err[A-Z]\w+|Keep|Kept)\b`)
	for _, c := range providertest.Cases() {
		if c.Withheld || c.OfCode {
			continue
		}
		trial := trialOf(c)
		for _, text := range []string{trial.name, trial.demand} {
			if found := ofGo.FindString(text); found != "" {
				t.Errorf("%q has %q", text, found)
			}
		}
	}
}

func TestFindingsAreInTheWordsOfTheProtocol(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format string
		args   []any
		want   string
	}{
		{"Written.Created is %t, want %t", []any{false, true}, `"created" is false, want true`},
		{"%s is %q, want %q", []any{"Written.Set", "a", "b"}, `"set" is "a", want "b"`},
		{"the secret %q is %s%s to Fetch, want present", []any{"Password", "missing", " (denied: Check your token)"},
			`the secret "Password" is missing (denied: Check your token) to fetch, want present`},
		{"%s was not answered", []any{`the query of Fetch for "Write", keys ["Set"],`},
			`the query of fetch for "Write", keys ["Set"], was not answered`},
		{"%s failed with a %T (%v), want an *Error", []any{"ListKeys", 1, "Fetch the moon"},
			"keys failed with a int (Fetch the moon), want a reason with a detail"},
	} {
		b := newBench(t.Context(), &judge{})
		wording{b}.Errorf(c.format, c.args...)
		if _, seen := b.verdict(); len(seen) != 1 || seen[0] != c.want {
			t.Errorf("%q, want %q", seen, c.want)
		}
	}
}
