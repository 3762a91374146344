package resolve_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// A closer counts how often it was closed.
type closer struct {
	providers.Checker
	closed  atomic.Int32
	trouble error
	panics  bool
}

func (c *closer) Close() error {
	c.closed.Add(1)
	if c.panics {
		panic("closing")
	}
	return c.trouble
}

// Each provider that can be closed is, whatever becomes of the others.
func TestClose(t *testing.T) {
	t.Parallel()
	one, fails, panics := &closer{}, &closer{trouble: errors.New("cannot")}, &closer{panics: true}
	plan := planOf(t, `
		provider "one" "a" {}
		provider "fails" "a" {}
		provider "panics" "a" {}
		provider "none" "a" {}
		provider "unknown" "a" {}
	`, resolve.Options{Registry: types(map[string]providers.Checker{
		"one": one, "fails": fails, "panics": panics, "none": always(providers.Answer{}),
	})})
	plan.Close()
	for name, c := range map[string]*closer{"one": one, "fails": fails, "panics": panics} {
		if n := c.closed.Load(); n != 1 {
			t.Errorf("%s was closed %d times", name, n)
		}
	}
}
