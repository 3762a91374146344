package providers_test

import (
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// Silence never reads as present.
func TestZeroValuesAreUnverified(t *testing.T) {
	t.Parallel()
	var answer providers.Answer
	if answer.Secret != providers.Unverified || answer.Keys["any"].Status != providers.Unverified {
		t.Errorf("the zero answer says %s and %s", answer.Secret, answer.Keys["any"].Status)
	}
}

func TestStatusStrings(t *testing.T) {
	t.Parallel()
	for status, want := range map[providers.Status]string{
		providers.Unverified: "unverified", providers.Present: "present", providers.Missing: "missing", 9: "unverified",
	} {
		if got := status.String(); got != want {
			t.Errorf("status %d is written %q, want %q", status, got, want)
		}
	}
}
