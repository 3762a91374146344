package cli

import (
	"sync"

	"github.com/zsv-dev/zsv/resolve"
)

// opened are the plans of a run, whose providers may hold on to processes.
type opened struct {
	lock  sync.Mutex
	plans []*resolve.Plan
}

func (o *opened) add(plan *resolve.Plan) {
	o.lock.Lock()
	defer o.lock.Unlock()
	o.plans = append(o.plans, plan)
}

// close lets go of what the providers hold on to. A plan that is used again is closed again at the end.
func (o *opened) close() {
	o.lock.Lock()
	defer o.lock.Unlock()
	for _, plan := range o.plans {
		plan.Close()
	}
}
