package config

import (
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
)

// A budget bounds the evaluation of a whole configuration, in units of work: many expressions that each keep to their
// own bound would take hours together. It grows with the size of the files, because what is written out is not what is
// to be bounded. It is safe for concurrent use; nil bounds nothing.
type budget struct {
	left  atomic.Int64
	empty atomic.Bool // something did not fit
	said  atomic.Bool // and that is reported
}

const (
	baseBudget  = 5 * maxWork
	workPerByte = 100 // of the files: parsing them takes about as long
)

func newBudget(sourceBytes int) *budget {
	b := &budget{}
	b.left.Store(baseBudget + int64(sourceBytes)*workPerByte)
	return b
}

// grow adds what a further file allows.
func (b *budget) grow(sourceBytes int) { b.left.Add(int64(sourceBytes) * workPerByte) }

// spend takes work from the budget. It returns false where that is not there, and from then on. Whether it comes to that
// does not depend on the order in which work is asked for.
func (b *budget) spend(work int) bool {
	switch {
	case b == nil:
		return true
	case b.empty.Load():
		return false
	case b.left.Add(-int64(work)) < 0:
		b.empty.Store(true)
		return false
	}
	return true
}

func (b *budget) usedUp() bool { return b != nil && b.empty.Load() }

// once lets what is said of the whole configuration pass once.
func (b *budget) once(diags hcl.Diagnostics) hcl.Diagnostics {
	if b.usedUp() && b.said.Swap(true) {
		return nil
	}
	return diags
}

func tooLargeConfiguration(at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Configuration too large", Subject: &at,
		Detail: "To evaluate this configuration takes more work than zsv does for one of its size. Up to here it is evaluated; " +
			"from here on, only what needs no loops and functions. Loop over less, or write the values out."}
}

// A budgetState is what that a budget can go back to.
type budgetState struct {
	left        int64
	empty, said bool
}

func (b *budget) state() budgetState {
	return budgetState{b.left.Load(), b.empty.Load(), b.said.Load()}
}

func (b *budget) restore(s budgetState) {
	b.left.Store(s.left)
	b.empty.Store(s.empty)
	b.said.Store(s.said)
}
