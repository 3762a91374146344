package cli

import (
	"io"
	"sync"
	"time"
)

// waitingAfter is how long the stores may take before people are told that zsv waits for them.
const waitingAfter = time.Second

const eraseLine = "\r\x1b[K"

// showWaiting says on the terminal that zsv waits for the stores, if they take long, until stop is called.
func (r *invocation) showWaiting() (stop func()) {
	if !r.StderrTerminal.Is || r.getenv("TERM") == "dumb" {
		return func() {}
	}
	var lock sync.Mutex
	shown, stopped := false, false
	timer := time.AfterFunc(waitingAfter, func() {
		lock.Lock()
		defer lock.Unlock()
		if !stopped {
			shown = true
			_, _ = io.WriteString(r.Stderr, "Waiting for the secret stores; Ctrl-C shows what is known so far.")
		}
	})
	return func() {
		timer.Stop()
		lock.Lock()
		defer lock.Unlock()
		stopped = true
		if shown {
			_, _ = io.WriteString(r.Stderr, eraseLine)
		}
	}
}
