//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Hide keeps the terminal from showing what is typed, and gives each character when it is typed, without the limit of a
// line's length that terminals have. Ctrl-C stays an interrupt. It holds until show is called, also after the process was
// stopped and goes on. show may be called several times.
func (t Terminal) Hide() (show func(), err error) {
	before, err := unix.IoctlGetTermios(t.fd, getTermios)
	if err != nil {
		return nil, err
	}
	hidden := *before
	hidden.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON
	hidden.Lflag |= unix.ISIG
	hidden.Iflag |= unix.ICRNL
	hidden.Cc[unix.VMIN], hidden.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(t.fd, setTermios, &hidden); err != nil {
		return nil, err
	}
	goOn := t.hideAgain(&hidden)
	var once sync.Once
	return func() {
		once.Do(func() {
			goOn()
			_ = unix.IoctlSetTermios(t.fd, setTermios, before)
		})
	}, nil
}

// hideAgain hides again whenever the process goes on after it was stopped: meanwhile the shell had the terminal.
func (t Terminal) hideAgain(hidden *unix.Termios) (stop func()) {
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	done := make(chan struct{})
	var ended sync.WaitGroup
	ended.Go(func() {
		for {
			select {
			case <-goesOn:
				_ = unix.IoctlSetTermios(t.fd, setTermios, hidden)
			case <-done:
				return
			}
		}
	})
	return func() {
		signal.Stop(goesOn)
		close(done)
		ended.Wait() // so that it does not hide what is to be shown from now on
	}
}
