package vault

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// isConflict says whether a write was refused because the secret is not of the version that was seen.
func isConflict(r reply) bool {
	return r.status == http.StatusBadRequest && r.refusal.says("check-and-set parameter did not match")
}

// conflicts are those that one edit met. Where many write one secret, all but one of them lose each time. As one wins, the
// edit goes on for as long as its context does; it ends only where nobody wins.
type conflicts struct {
	met     int
	version int // of the secret when it was last looked at
	stuck   int // how often it was the same
}

const (
	shortPause = 2 * time.Millisecond
	longPause  = 250 * time.Millisecond
	// maxStuck is how often a version may be called outdated and still be shown: by a standby node that lags behind, for
	// seconds; by anything else for ever.
	maxStuck = 40
)

// pause waits for a moment before the secret is looked at again: a random one, so that those who met do not meet again,
// and longer from time to time, the more there are of them.
func (c *conflicts) pause(ctx context.Context, version int, path string) error {
	c.met++
	if c.met > 1 && c.version == version {
		c.stuck++
	} else {
		c.stuck, c.version = 0, version
	}
	if c.stuck >= maxStuck {
		return &providers.Error{Reason: providers.ServerError, Detail: fmt.Sprintf("Vault shows version %d of %s and refuses "+
			"to have it changed because it is another; check the replication of its nodes, or run again", version, path)}
	}
	limit := min(shortPause<<min(c.met, 10), longPause)
	timer := time.NewTimer(rand.N(limit)) //nolint:gosec // it is no secret how long it takes
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
