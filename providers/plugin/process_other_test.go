//go:build !unix

package plugin_test

import (
	"os"
	"strconv"
	"testing"
)

// isRunning says whether a process is there.
func isRunning(t *testing.T, pid string) bool {
	t.Helper()
	number, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(number)
	if err != nil {
		return false
	}
	_ = process.Release()
	return true
}
