//go:build unix

package child

import (
	"os"
	"slices"
	"syscall"
)

// relayed are the signals that programs are sent to make them do something. Those that stop a process are not among them:
// they stop zsv beside the command, and the shell lets both go on. Nor are those that tell a process of its own errors and
// children, or that the Go runtime uses.
var relayed = []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR1, syscall.SIGUSR2,
	syscall.SIGABRT, syscall.SIGALRM, syscall.SIGCONT, syscall.SIGWINCH}

// swallowed are the signals that come and are not passed on. A write to a stream that nobody reads must fail, not end zsv.
var swallowed = []os.Signal{syscall.SIGPIPE}

// ending are the signals that ask a process to end.
var ending = []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM}

// Signals returns the signals that a Relay wants to have. One that zsv was started to ignore, by nohup for example, is to
// be left alone, so that the command ignores it too.
func Signals() []os.Signal { return slices.Concat(relayed, swallowed) }
