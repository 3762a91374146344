package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// checking returns the context for asking stores. It ends when the time is up or when the user interrupts; what is known
// by then is reported. The user who interrupts once more, or after stop, while the report is written, abandons the run.
func (r *run) checking(timeout time.Duration) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	checked := make(chan struct{})
	go func() {
		select {
		case <-signals:
			cancel()
		case <-checked:
		}
		select {
		case <-signals:
			close(r.abandoned) // and on, so that a third one cannot beat the exit code
		case <-r.ended:
			signal.Stop(signals)
		}
	}()
	return ctx, func() {
		close(checked)
		cancel()
	}
}
