package parallel_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zsv-dev/zsv/internal/parallel"
)

func TestEachCallsAllWithinTheLimit(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{-1, 0, 1, 3, 1000} {
		var running, most, sum atomic.Int64
		parallel.Each(100, limit, func(i int) {
			if now := running.Add(1); now > most.Load() {
				most.Store(now)
			}
			sum.Add(int64(i))
			running.Add(-1)
		})
		if got, want := sum.Load(), int64(4950); got != want {
			t.Errorf("limit %d: the sum of all indices is %d, want %d", limit, got, want)
		}
		if got := most.Load(); got > int64(max(limit, 1)) {
			t.Errorf("limit %d: %d calls at a time", limit, got)
		}
	}
}

func TestEachBringsPanicsBack(t *testing.T) {
	t.Parallel()
	defer func() {
		p, ok := recover().(parallel.Panic)
		if !ok || p.Value != "boom-s3cret" {
			t.Fatalf("recovered %v, want the worker's panic", p)
		}
		if text := p.String(); strings.Contains(text, "s3cret") || !strings.Contains(text, "parallel_test.go") {
			t.Errorf("String() shows the value or not the place:\n%s", text)
		}
	}()
	parallel.Each(10, 2, func(i int) {
		if i == 3 {
			panic("boom-s3cret")
		}
	})
	t.Fatal("Each returned")
}

// A panic of the caller's own has its stack, one that Each brought back that of its goroutine. Neither shows its value.
func TestStackOf(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(){
		"ownPanic":    ownPanic,
		"workerPanic": func() { parallel.Each(2, 2, workerPanic) },
	} {
		stack := stackAfter(run)
		if !strings.Contains(stack, "parallel_test."+name) || strings.Contains(stack, "s3cret") {
			t.Errorf("%s: the stack has not its place, or has the value:\n%s", name, stack)
		}
	}
}

func stackAfter(run func()) (stack string) {
	defer func() { stack = parallel.StackOf(recover()) }()
	run()
	return ""
}

func ownPanic() { panic("boom-s3cret") }

func workerPanic(int) { panic("boom-s3cret") }
