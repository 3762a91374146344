package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// checking returns the context for asking stores. It ends when the time is up or when the user interrupts; what is known
// by then is reported. The user who interrupts once more abandons the run. After stop, signals do what they always do.
func (r *run) checking(timeout time.Duration) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	stopped := make(chan struct{})
	go func() {
		for _, react := range []func(){cancel, func() { close(r.abandoned) }} {
			select {
			case <-signals:
				react()
			case <-stopped:
				return
			}
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(stopped)
		cancel()
	}
}
