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
