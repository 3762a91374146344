// Package parallel starts goroutines: Each shares work out among a bounded number of them, and Go runs one beside its caller.
//
// A panic that no one recovers ends a Go program with exit code 2, which in zsv means "a secret is missing", and shows its
// value. Every goroutine of zsv is therefore started here, which internal/architecture holds it to: Each brings a panic back
// to its caller, and that of Go comes to the program's main function, so that it ends with exit code 1.
package parallel

import (
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// A Panic is what one of the goroutines panicked with, and the stack it came from: what Each panics with, and Go reports.
type Panic struct {
	Value any
	Stack []byte
}

// String leaves the value out: it may have been made from a secret.
func (p Panic) String() string {
	return fmt.Sprintf("panic (%T) in\n%s", p.Value, p.Stack)
}

// StackOf returns where a panic came from, for the deferred function that recovered value. It leaves the value out, as
// String does.
func StackOf(value any) string {
	if p, ok := value.(Panic); ok {
		return p.String()
	}
	return string(debug.Stack())
}

// Each calls work(i) for each i from 0 to n-1, at most limit calls at a time, and returns when all have ended. Calls
// start in order. After a panic no further call starts, and Each panics with a Panic once the running ones have ended.
func Each(n, limit int, work func(i int)) {
	var (
		next   atomic.Int64
		failed atomic.Pointer[Panic]
		wait   sync.WaitGroup
	)
	worker := func() {
		defer func() {
			if value := recover(); value != nil {
				failed.CompareAndSwap(nil, &Panic{Value: value, Stack: debug.Stack()})
			}
		}()
		for failed.Load() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			work(i)
		}
	}
	for range min(n, max(limit, 1)) {
		wait.Go(worker)
	}
	wait.Wait()
	if p := failed.Load(); p != nil {
		panic(*p)
	}
}
