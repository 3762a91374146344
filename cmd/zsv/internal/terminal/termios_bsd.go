//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package terminal

import "golang.org/x/sys/unix"

const getTermios, setTermios, setTermiosForgetting = unix.TIOCGETA, unix.TIOCSETA, unix.TIOCSETAF
