package parallel_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// These run one after the other: panics go to all who catch them.

func TestGoBringsPanicsToWhoCatchesThem(t *testing.T) {
	for name, work := range map[string]func(){
		"ownPanic":    ownPanic,
		"workerPanic": func() { parallel.Each(2, 2, workerPanic) },
	} {
		caught := make(chan parallel.Panic, 1)
		stop := parallel.Catch(func(p parallel.Panic) { caught <- p })
		<-parallel.Go(work)
		select {
		case p := <-caught:
			if text := p.String(); !strings.Contains(text, "parallel_test."+name) || strings.Contains(text, "s3cret") {
				t.Errorf("%s: the panic has not its place, or has the value:\n%s", name, text)
			}
		default:
			t.Errorf("%s: the goroutine ended before its panic was caught", name)
		}
		stop()
	}
}

func TestGoEndsHoweverTheWorkDoes(t *testing.T) {
	defer parallel.Catch(func(p parallel.Panic) { t.Errorf("caught %v, but nothing panicked", p) })()
	worked := false
	<-parallel.Go(func() { worked = true })
	if !worked {
		t.Error("the work was not done")
	}
	<-parallel.Go(runtime.Goexit)
}

func TestCatchEnds(t *testing.T) {
	caught := make(chan string, 2)
	parallel.Catch(func(parallel.Panic) { caught <- "the first" })()
	defer parallel.Catch(func(parallel.Panic) { caught <- "the second" })()
	<-parallel.Go(ownPanic)
	if close(caught); <-caught != "the second" || <-caught != "" {
		t.Error("a panic was caught by one who had stopped")
	}
}
