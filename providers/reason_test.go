package providers_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

func TestReasonOf(t *testing.T) {
	t.Parallel()
	denied := &providers.Error{Reason: providers.Denied, Detail: "ask for the policy", Err: context.Canceled}
	for name, test := range map[string]struct {
		err    error
		reason providers.Reason
		detail string
	}{
		"a provider's own": {denied, providers.Denied, "ask for the policy"},
		"wrapped":          {fmt.Errorf("vault: %w", denied), providers.Denied, "ask for the policy"},
		"a deadline": {fmt.Errorf("get: %w", context.DeadlineExceeded), providers.Timeout,
			"the store did not answer in time"},
		"an interrupt": {context.Canceled, providers.Interrupted, "the run was interrupted before the store answered"},
		"anything else": {errors.New("hunter2"), providers.ServerError,
			"the provider failed; run again with --log-level debug for its messages"},
	} {
		if reason, detail := providers.ReasonOf(test.err); reason != test.reason || detail != test.detail {
			t.Errorf("%s: %s, %q, want %s, %q", name, reason, detail, test.reason, test.detail)
		}
	}
}

func TestErrorsWrapTheirCause(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused")
	err := error(&providers.Error{Reason: providers.Unreachable, Detail: "no connection to vault", Err: cause})
	if !errors.Is(err, cause) || err.Error() != "unreachable: no connection to vault" {
		t.Errorf("got %v", err)
	}
	if none := (&providers.Error{Reason: providers.Sealed}).Unwrap(); none != nil {
		t.Errorf("an error without a cause unwraps to %v", none)
	}
}
