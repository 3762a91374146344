//go:build !unix

package child

import "os"

// There are no signals here: a console tells all of its programs by itself that the user interrupts.
var (
	swallowed []os.Signal
	ending    = []os.Signal{os.Interrupt}
)

// Signals returns the signals that a Relay wants to have.
func Signals() []os.Signal { return []os.Signal{os.Interrupt} }
