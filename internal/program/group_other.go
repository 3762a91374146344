//go:build !unix && !windows

package program

import (
	"os"
	"syscall"
)

// ownGroup does nothing: this system has no groups of processes.
func ownGroup() *syscall.SysProcAttr { return nil }

// A group is a process with those that it has started, of which this system knows nothing.
type group struct{}

func groupOf(*os.Process) group { return group{} }

func (group) kill() {}

func endOf(state *os.ProcessState) string { return state.String() }

func hasTerminal() bool { return false }
