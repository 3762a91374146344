//go:build !unix && !windows

package program

import (
	"os"
	"syscall"
)

// OwnGroup does nothing: this system has no groups of processes.
func OwnGroup() *syscall.SysProcAttr { return nil }

// A Group is a process with those that it has started, of which this system knows nothing.
type Group struct{}

// GroupOf returns the group of a process.
func GroupOf(*os.Process) Group { return Group{} }

// Kill does nothing.
func (Group) Kill() {}

// EndOf says how a process ended, as a clause behind its name.
func EndOf(state *os.ProcessState) string { return state.String() }
