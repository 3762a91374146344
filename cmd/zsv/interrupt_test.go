//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// withDeadStore has a reference in a Vault that never answers, and one in the environment, which does at once.
const withDeadStore = `
provider "vault" "dead" {}
provider "env" "ci" {}
component "a" "b" { token = "{{s.k}}" }
stack "dead" {
  secrets    = provider.vault.dead
  components = [component.a.b]
}
stack "alive" {
  secrets    = provider.env.ci
  components = [component.a.b]
}
`

// TestInterrupted interrupts a plan while a store keeps it waiting: what is known so far is reported at once.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			store := listenInSilence(t)
			cmd := zsvCommand(t, withDeadStore, store.environ(), "plan", "--format", "json")
			var stdout bytes.Buffer
			cmd.Stdout = &stdout
			start(t, cmd)
			<-store.connected
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if got := exitCode(cmd.Wait()); got != 3 {
				t.Errorf("exit code %d, want 3", got)
			}
			wantUnverified(t, stdout.Bytes(), providers.Interrupted)
		})
	}
}

// TestTimeout lets the time run out instead.
func TestTimeout(t *testing.T) {
	t.Parallel()
	store := listenInSilence(t)
	cmd := zsvCommand(t, withDeadStore, store.environ(), "plan", "--format", "json", "--timeout", "200ms")
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	start(t, cmd)
	if got := exitCode(cmd.Wait()); got != 3 {
		t.Errorf("exit code %d, want 3", got)
	}
	wantUnverified(t, stdout.Bytes(), providers.Timeout)
}

// TestInterruptedTwice interrupts a plan again that does not end: nobody reads its report, which is longer than what a
// pipe holds.
func TestInterruptedTwice(t *testing.T) {
	t.Parallel()
	store := listenInSilence(t)
	source := withDeadStore + strings.Repeat("component \"a\" \"b\" {}\n", 2000) // each a duplicate, with a diagnostic
	cmd := zsvCommand(t, source, store.environ(), "plan", "--format", "json")
	unread, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer unread.Close()
	start(t, cmd)
	<-store.connected
	if got := interruptUntilItEnds(cmd); got != 130 {
		t.Errorf("exit code %d, want 130", got)
	}
}

// interruptUntilItEnds sends signals until there is an exit code: the system may make one of two.
func interruptUntilItEnds(cmd *exec.Cmd) int {
	ended := make(chan int, 1)
	go func() {
		state, err := cmd.Process.Wait()
		if err != nil {
			ended <- -1
			return
		}
		ended <- state.ExitCode()
	}()
	for {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case code := <-ended:
			return code
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// zsvCommand prepares a run of zsv in a directory with a configuration, and with nothing else in its environment.
func zsvCommand(t *testing.T, source string, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("zsv", args...)
	cmd.Dir = t.TempDir()
	cmd.Env = slices.Concat(environ, []string{"HOME=" + cmd.Dir})
	if err := os.WriteFile(filepath.Join(cmd.Dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
}

// wantUnverified demands a report in which the dead store's check is unverified for a reason. The other's answer is there,
// or was not when the time was up.
func wantUnverified(t *testing.T, text []byte, reason providers.Reason) {
	t.Helper()
	if err := validateReport(text); err != nil {
		t.Fatalf("no report: %v\n%s", err, text)
	}
	var report resolve.Report
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Checks) != 2 {
		t.Fatalf("%d checks, want 2", len(report.Checks))
	}
	for _, check := range report.Checks {
		isUnverified := check.Status == resolve.StatusUnverified && check.Reason == reason
		if !isUnverified && (check.Stack == "dead" || check.Status != resolve.StatusPresent) {
			t.Errorf("%s: %s, reason %q (%s)", check.Stack, check.Status, check.Reason, check.Detail)
		}
	}
}
