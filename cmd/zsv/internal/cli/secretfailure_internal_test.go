package cli

import (
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// What was never begun is not in doubt; nor is what a store refused, unless it is done in several steps.
func TestDoubt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		deed   deed
		reason providers.Reason
		want   bool
	}{
		{wasWritten, providers.Timeout, true}, {wasWritten, providers.Unreachable, true}, {wasWritten, providers.Interrupted, true},
		{wasDeleted, providers.Timeout, true}, {wasWritten, providers.Denied, false}, {wasDeleted, providers.Locked, false},
		{wasRenamed, providers.Denied, true}, {wasRenamed, providers.Timeout, true},
		{wasWritten, providers.Busy, false}, {wasDeleted, providers.Busy, false}, {wasRenamed, providers.Busy, false},
	} {
		if got := test.deed.isDoubtful(test.reason); got != test.want {
			t.Errorf("%s, %s: in doubt: %t, want %t", test.deed, test.reason, got, test.want)
		}
	}
}
