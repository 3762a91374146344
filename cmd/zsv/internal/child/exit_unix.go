//go:build unix

package child

import (
	"os"
	"syscall"
)

// exitCode returns the code of a process that has ended, as a shell gives it.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
