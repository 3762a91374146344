package providertest

import (
	"context"
	"errors"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// ended returns a context that was cancelled, and one whose deadline has passed.
func (f *fixture) ended() []context.Context {
	cancelled, cancel := context.WithCancel(f.Context())
	cancel()
	late, cancel := context.WithDeadline(f.Context(), time.Unix(0, 0))
	f.Cleanup(cancel)
	return []context.Context{cancelled, late}
}

// wantEnd demands that an error of a context that has ended, where there is one, is that of the context.
func (f *fixture) wantEnd(method string, err error) {
	f.Helper()
	if err != nil && !endOfContext(err) {
		f.Errorf("%s with a context that has ended failed with %v, want the context's error", method, err)
	}
}

// wantStopped demands that something was not even tried, because the context had ended.
func (f *fixture) wantStopped(method string, err error) {
	f.Helper()
	if err == nil {
		f.Errorf("%s with a context that has ended did not fail", method)
	}
	f.wantEnd(method, err)
}

// endOfContext says whether an error reads as the end of a context, not as the store's trouble.
func endOfContext(err error) bool {
	reason, _ := providers.ReasonOf(err)
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		reason == providers.Interrupted || reason == providers.Timeout
}
