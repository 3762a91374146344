//go:build unix

package plugin_test

import (
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"

	"os"
)

// isRunning says whether a process is there, and no zombie that nobody has waited for.
func isRunning(t *testing.T, pid string) bool {
	t.Helper()
	number, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	if errors.Is(syscall.Kill(number, 0), syscall.ESRCH) {
		return false
	}
	state, _ := exec.Command("ps", "-o", "stat=", "-p", pid).Output()
	return !strings.HasPrefix(strings.TrimSpace(string(state)), "Z") && len(state) > 0
}

func init() {
	broken["leaves a stranger behind"] = func() {
		request()
		leaveBehind(&syscall.SysProcAttr{Setsid: true})
	}
	broken["leaves a stranger behind and answers"] = func() {
		write(answerTo(request()))
		leaveBehind(&syscall.SysProcAttr{Setsid: true})
	}
}

// A process that has left the group, as a service does, is left alone. That it holds the pipes does not hold zsv up.
func TestStranger(t *testing.T) {
	t.Parallel()
	provider, pids := breaks(t, "leaves a stranger behind", pluginwire.Options{})
	wantBroken(t, provider, providers.Plugin, "exited with code 0 before it answered")
	endStranger(t, pids)

	provider, pids = breaks(t, "leaves a stranger behind and answers", pluginwire.Options{})
	for range 2 {
		if _, err := asks(t.Context(), t, provider, queries); err != nil {
			t.Error(err)
		}
	}
	_ = provider.Close()
	endStranger(t, pids)
}

func endStranger(t *testing.T, pids string) {
	t.Helper()
	text, err := os.ReadFile(pids)
	if err != nil {
		t.Fatal(err)
	}
	for _, pid := range strings.Fields(string(text)) {
		number, _ := strconv.Atoi(pid)
		if isRunning(t, pid) {
			_ = syscall.Kill(number, syscall.SIGKILL)
		}
	}
	wantGone(t, pids)
}
