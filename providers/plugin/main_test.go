package plugin_test

import (
	"os"
	"syscall"
	"testing"

	"github.com/zsv-dev/zsv/internal/signaltest"
)

// stubMode says how the test's own program behaves that is started as an external provider: the test itself.
const stubMode = "STUB_MODE"

func TestMain(m *testing.M) {
	if mode, ok := os.LookupEnv(stubMode); ok {
		stub(mode)
		syscall.Exit(0) // Not os.Exit, before which the race detector sleeps for a second.
	}
	signaltest.Heed()
	os.Exit(m.Run())
}
