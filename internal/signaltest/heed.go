// Package signaltest makes tests of signals independent of how they were started.
package signaltest

import (
	"os"
	"os/signal"
	"syscall"
)

// Heed has the processes that a test starts heed the signals that its own process was started to ignore, as under nohup or in
// the background of a script: processes inherit what is ignored, and nothing else.
func Heed() {
	for _, s := range []os.Signal{syscall.SIGHUP, os.Interrupt, syscall.SIGQUIT, syscall.SIGTERM} {
		if signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
}
