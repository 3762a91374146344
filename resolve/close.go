package resolve

import (
	"io"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// Close lets go of what the providers hold on to, such as processes. It returns soon, whatever is under way, and is safe for
// concurrent use. A plan that is used again afterwards must be closed again.
func (p *Plan) Close() {
	stores := slices.Collect(maps.Values(p.stores))
	parallel.Each(len(stores), len(stores), func(i int) {
		s := stores[i]
		closer, ok := s.checker.(io.Closer)
		if !ok {
			return
		}
		if err := guarded(s.address, p.log(), closer.Close); err != nil {
			p.log().Debug("the provider could not be closed", "provider", s.address, "error", err)
		}
	})
}

// Close lets go of what the providers hold on to, as Plan.Close does.
func (c *Client) Close() { c.plan.Close() }
