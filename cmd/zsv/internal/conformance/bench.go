package conformance

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/pluginwire"
)

// A bench is where one case is judged. It is a providertest.T.
type bench struct {
	judge *judge
	ctx   context.Context

	lock sync.Mutex
	// asked and answered count the questions about what nobody has; why is the first reason for which one had no answer.
	asked, answered int
	why             string

	findings []string
	// isUnordered says that the findings come in an order that differs from run to run.
	isUnordered bool

	advice   string // in place of the case's own
	notes    []string
	skipped  string
	cleanups []func()
	ended    bool
}

func newBench(ctx context.Context, j *judge) *bench { return &bench{judge: j, ctx: ctx} }

// run runs a case to its end, which Fatalf is, too, and cleans up.
func (b *bench) run(work func(*bench)) {
	select {
	case <-b.apart(func() { work(b) }):
	case <-b.ctx.Done():
		b.Errorf("did not come to an end in time")
	}
	b.clean()
	b.lock.Lock()
	b.ended = true
	b.lock.Unlock()
}

// apart does work that Fatalf may end, and closes what it returns when that has ended.
func (b *bench) apart(work func()) <-chan struct{} {
	return parallel.Go(func() {
		defer b.recovered()
		work()
	})
}

func (b *bench) recovered() {
	if value := recover(); value != nil {
		b.Errorf("zsv itself failed in this case, please report it (%T)", value)
	}
}

// cleaning is how long each thing that was left for the end may take. It is no measure of speed.
const cleaning = fillTime + 10*time.Second

// clean does what was left for the end, the last first. A finding may come of it.
func (b *bench) clean() {
	for {
		b.lock.Lock()
		if len(b.cleanups) == 0 {
			b.lock.Unlock()
			return
		}
		last := b.cleanups[len(b.cleanups)-1]
		b.cleanups = b.cleanups[:len(b.cleanups)-1]
		b.lock.Unlock()
		select {
		case <-b.apart(last):
		case <-time.After(cleaning):
			b.Errorf("cannot be cleared away in time")
		}
	}
}

// mostFindings is how many findings of one case are told: the rest are like them.
const mostFindings = 8

func (b *bench) verdict() (Verdict, []string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	seen := slices.Clone(b.findings)
	if b.isUnordered {
		slices.Sort(seen)
	}
	switch {
	case len(seen) > mostFindings:
		more := fmt.Sprintf("and %d more like these", len(seen)-mostFindings)
		return Failed, append(seen[:mostFindings:mostFindings], more)
	case len(seen) > 0:
		return Failed, seen
	case b.skipped != "":
		return Skipped, []string{b.skipped}
	case b.asked > 0 && b.answered == 0:
		return Skipped, []string{"nothing was answered: " + b.why}
	}
	return Passed, slices.Clone(b.notes)
}

// Helper does nothing: findings have no lines.
func (b *bench) Helper() {}

// Errorf notes a finding, once.
func (b *bench) Errorf(format string, args ...any) {
	text := b.judge.stable(fmt.Sprintf(format, args...))
	b.lock.Lock()
	defer b.lock.Unlock()
	if !b.ended && !slices.Contains(b.findings, text) {
		b.findings = append(b.findings, text)
	}
}

// Fatalf notes a finding and ends the case.
func (b *bench) Fatalf(format string, args ...any) {
	b.Errorf(format, args...)
	runtime.Goexit()
}

// advise says what to change, where that is something else than the case advises.
func (b *bench) advise(advice string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.advice = advice
}

// skip ends the case without a verdict.
func (b *bench) skip(format string, args ...any) {
	b.lock.Lock()
	b.skipped = b.judge.stable(fmt.Sprintf(format, args...))
	b.lock.Unlock()
	runtime.Goexit()
}

// note says what there is to say of a case that passes all the same.
func (b *bench) note(format string, args ...any) {
	text := b.judge.stable(fmt.Sprintf(format, args...))
	b.lock.Lock()
	defer b.lock.Unlock()
	if !slices.Contains(b.notes, text) {
		b.notes = append(b.notes, text)
	}
}

// hear takes note of whether a question had an answer, be it that nothing is there; why is the reason where it had none.
func (b *bench) hear(isAnswer bool, why string) {
	why = b.judge.stable(why)
	b.lock.Lock()
	defer b.lock.Unlock()
	b.asked++
	switch {
	case isAnswer:
		b.answered++
	case b.why == "":
		b.why = why
	}
}

// Context ends when the case has taken too long.
func (b *bench) Context() context.Context { return b.ctx }

// TempDir returns a new empty directory that goes away with the case.
func (b *bench) TempDir() string {
	directory, err := os.MkdirTemp(b.judge.candidate.Scratch, "case-")
	if err != nil {
		b.Fatalf("no directory can be made for the case: %v", err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(directory) })
	return directory
}

// Cleanup registers work for the end of the case.
func (b *bench) Cleanup(work func()) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.cleanups = append(b.cleanups, work)
}

// open makes a provider of the program that goes away with the case.
func (b *bench) open(adjust func(o *pluginwire.Options)) *pluginwire.Provider {
	return b.openWith(b.judge.candidate.Program, adjust)
}

// openBriefly makes one of which nothing is expected that was not asked for: that is looked for elsewhere, and takes a while.
func (b *bench) openBriefly(adjust func(o *pluginwire.Options)) *pluginwire.Provider {
	return b.open(func(o *pluginwire.Options) {
		o.Settle = time.Millisecond
		adjust(o)
	})
}

func (b *bench) openWith(program pluginwire.Program, adjust func(o *pluginwire.Options)) *pluginwire.Provider {
	options := b.judge.candidate.Options
	if adjust != nil {
		adjust(&options)
	}
	provider := pluginwire.Open(program, options)
	b.Cleanup(func() { _ = provider.Close() })
	return provider
}
