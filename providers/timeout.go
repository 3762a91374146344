package providers

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// InTime lets work take as long as a provider's argument timeout allows; 0 is no limit of its own. The clause late, with %s
// for that time, says what did not happen in it.
func InTime(ctx context.Context, timeout time.Duration, late string, work func(context.Context) error) error {
	limited := ctx
	if timeout > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	err := work(limited)
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{Reason: Timeout, Detail: fmt.Sprintf(late+"; raise the argument timeout of the provider", timeout)}
}
