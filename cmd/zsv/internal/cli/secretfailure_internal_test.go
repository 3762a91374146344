package cli

import (
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// What was never begun is not in doubt; nor is what a store refused.
func TestDoubt(t *testing.T) {
	t.Parallel()
	for reason, want := range map[providers.Reason]bool{
		providers.Timeout: true, providers.Unreachable: true, providers.Interrupted: true, providers.Internal: true,
		providers.Denied: false, providers.Locked: false, providers.Busy: false, providers.Invalid: false, providers.ServerError: false,
	} {
		if got := isDoubtful(reason); got != want {
			t.Errorf("%s: in doubt: %t, want %t", reason, got, want)
		}
	}
}
