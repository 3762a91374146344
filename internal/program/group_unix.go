//go:build unix

package program

import (
	"fmt"
	"os"
	"syscall"
)

// ownGroup makes a process the leader of a group, in which those are that it starts. The keys of the terminal are not for it:
// zsv decides what an interrupt ends.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// A group is a process with those that it has started, but for those that have left it.
type group int

// groupOf returns the group of a process that was started with ownGroup.
func groupOf(leader *os.Process) group { return group(leader.Pid) }

// kill ends all that is left of the group.
func (g group) kill() { _ = syscall.Kill(-int(g), syscall.SIGKILL) }

// endOf says how a process ended, as a clause behind its name.
func endOf(state *os.ProcessState) string {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return fmt.Sprintf("was ended by signal %d (%s)", status.Signal(), status.Signal())
	}
	return fmt.Sprintf("exited with code %d", state.ExitCode())
}

// hasTerminal says whether there is a terminal that a program could ask the user at.
func hasTerminal() bool {
	terminal, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return false
	}
	_ = terminal.Close()
	return true
}
