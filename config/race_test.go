//go:build race

package config_test

import "testing"

// skipUnderRace leaves a test of sizes out: where each access to memory is watched it takes minutes, and what it holds is
// no matter of races. Without the race detector it runs.
func skipUnderRace(t *testing.T) {
	t.Helper()
	t.Skip("a test of sizes, which runs without the race detector")
}
