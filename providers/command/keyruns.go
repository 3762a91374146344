package command

import (
	"context"
	"slices"
	"sync"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// A wish is a secret of which some keys are wanted.
type wish struct {
	location string
	keys     []string
}

// lookForKeys runs an operation for each key of each wish, and calls each with what was found, once for a wish, never
// concurrently.
func (p *Provider) lookForKeys(ctx context.Context, o *commandline.Operation, wishes []wish, each func(i int, f *found)) {
	type run struct{ wish, key int }
	var runs []run
	outcomes, left := make([][]outcome, len(wishes)), make([]int, len(wishes))
	for i, w := range wishes {
		if f := p.outside(w.location); f != nil {
			each(i, f)
			continue
		}
		outcomes[i], left[i] = make([]outcome, len(w.keys)), len(w.keys)
		for k := range w.keys {
			runs = append(runs, run{i, k})
		}
	}
	var lock sync.Mutex
	parallel.Each(len(runs), p.concurrency, func(n int) {
		i, k := runs[n].wish, runs[n].key
		got := p.run(ctx, o, wishes[i].location, wishes[i].keys[k])
		lock.Lock()
		defer lock.Unlock()
		outcomes[i][k] = got
		if left[i]--; left[i] == 0 {
			each(i, together(o, wishes[i].keys, outcomes[i]))
		}
	})
}

// together makes a secret of its keys: it is there if one of them is, and missing if all are.
func together(o *commandline.Operation, keys []string, outcomes []outcome) *found {
	f := &found{status: providers.Missing, keys: map[string]entry{}}
	for i, got := range outcomes {
		if got.ended != nil {
			return got.whyNot()
		}
		f.keys[keys[i]] = keyEntry(o, got)
		if got.status == providers.Present && f.keys[keys[i]].hasValue {
			f.disclosed++
		}
	}
	isUnverified := func(o outcome) bool { return o.status == providers.Unverified }
	switch first := slices.IndexFunc(outcomes, isUnverified); {
	case slices.ContainsFunc(outcomes, func(o outcome) bool { return o.status == providers.Present }):
		f.status = providers.Present
	case first >= 0:
		unknown := outcomes[first].whyNot()
		unknown.disclosed = f.disclosed
		return unknown
	}
	return f
}

// keyEntry makes an entry of what was said of one key.
func keyEntry(o *commandline.Operation, got outcome) entry {
	switch {
	case got.status != providers.Present:
		return entry{Key: providers.Key{Status: got.status, Reason: got.reason, Detail: got.detail}}
	case o.Output == commandline.Text:
		return textEntry(o, got.stdout)
	default:
		discloses := o.ReadsValues == nil && len(got.stdout) > 0 || o.ReadsValues != nil && *o.ReadsValues
		return entry{Key: providers.Key{Status: providers.Present}, hasValue: discloses}
	}
}
