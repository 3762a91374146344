//go:build unix

package program

import (
	"fmt"
	"os"
	"syscall"
)

// OwnGroup makes a process the leader of a group, in which those are that it starts. The keys of the terminal are not for it:
// zsv decides what an interrupt ends.
func OwnGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// A Group is a process with those that it has started, but for those that have left it.
type Group int

// GroupOf returns the group of a process that was started with OwnGroup.
func GroupOf(leader *os.Process) Group { return Group(leader.Pid) }

// Kill ends all that is left of the group.
func (g Group) Kill() { _ = syscall.Kill(-int(g), syscall.SIGKILL) }

// EndOf says how a process ended, as a clause behind its name.
func EndOf(state *os.ProcessState) string {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return fmt.Sprintf("was ended by signal %d (%s)", status.Signal(), status.Signal())
	}
	return fmt.Sprintf("exited with code %d", state.ExitCode())
}
