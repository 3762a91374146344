package vault

import (
	"context"

	"github.com/zsv-dev/zsv/internal/connection"
)

// again waits for the time to repeat a request and says whether to.
func (c *client) again(ctx context.Context, f *connection.Failure, attempt int) bool {
	return f.Passing && attempt < c.repetitions && connection.Pause(ctx, attempt, f.After)
}
