//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/zsv-dev/zsv/internal/parallel"
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
	hidden.Lflag |= unix.ISIG | unix.NOFLSH               // which would drop what is said of an interrupt
	hidden.Iflag &^= unix.ICRNL | unix.INLCR | unix.IGNCR // what is pasted comes as it is
	hidden.Cc[unix.VMIN], hidden.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(t.fd, setTermios, &hidden); err != nil {
		return nil, err
	}
	release := t.followStops(before, &hidden)
	var once sync.Once
	return func() {
		once.Do(func() {
			release()
			_ = unix.IoctlSetTermios(t.fd, setTermios, before)
		})
	}, nil
}

// followStops shows what is typed while the process is stopped (Ctrl-Z) and the shell has the terminal, and hides it again
// when the process goes on.
func (t Terminal) followStops(before, hidden *unix.Termios) (release func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTSTP, syscall.SIGCONT)
	done := make(chan struct{})
	ended := parallel.Go(func() {
		for {
			select {
			case s := <-signals:
				if s == syscall.SIGTSTP {
					_ = unix.IoctlSetTermios(t.fd, setTermios, before)
					_ = syscall.Kill(syscall.Getpid(), syscall.SIGSTOP)
					continue // what follows is SIGCONT
				}
				_ = unix.IoctlSetTermios(t.fd, setTermios, hidden)
			case <-done:
				return
			}
		}
	})
	return func() {
		signal.Stop(signals)
		close(done)
		<-ended // so that it does not hide what is to be shown from now on
	}
}
