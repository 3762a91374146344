//go:build unix

package child

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A terminal is the controlling terminal of zsv and its command. There may be none.
type terminal struct{ was bool }

// controllingTerminal notes whether there is one.
func controllingTerminal() terminal {
	var t terminal
	withTerminal(func(int) { t.was = true })
	return t
}

// reaches says whether a signal that came to zsv is one that came from the terminal to the command too, whose process pid
// is. No system tells a Go program who sent a signal, so this goes by who could have:
//
//   - SIGINT (Ctrl-C), SIGQUIT (Ctrl-\) and SIGWINCH go to the terminal's foreground group. While zsv and the command are
//     both in it, they are taken to come from there. Who sends one of these to zsv alone, then, is not heard: send
//     SIGTERM. Elsewhere (in the background, under a service manager, or where the command has left the group, as an
//     interactive shell does) they can only have been sent to zsv, and are passed on.
//   - SIGHUP goes to the foreground group, and from a shell to its jobs, when the terminal is gone. While it is there, or
//     where there never was one, SIGHUP was sent to zsv. A leader of a session is told of its terminal's end alone, and has
//     to pass it on.
//   - All others come from processes, which send them to zsv.
func (t terminal) reaches(signal os.Signal, pid int) bool {
	switch signal {
	case syscall.SIGINT, syscall.SIGQUIT, syscall.SIGWINCH:
		own := unix.Getpgrp()
		group, err := unix.Getpgid(pid)
		return err == nil && group == own && foregroundGroup() == own
	case syscall.SIGHUP:
		session, err := unix.Getsid(0)
		isLeader := err == nil && session == unix.Getpid()
		return t.was && !isLeader && !controllingTerminal().was
	}
	return false
}

// foregroundGroup returns the process group that the terminal's keys signal, 0 where there is no terminal.
func foregroundGroup() (group int) {
	withTerminal(func(fd int) { group, _ = unix.IoctlGetInt(fd, unix.TIOCGPGRP) })
	return group
}

// withTerminal opens the controlling terminal, where there is one, for do.
func withTerminal(do func(fd int)) {
	fd, err := unix.Open("/dev/tty", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err == nil {
		do(fd)
		_ = unix.Close(fd)
	}
}
