//go:build !unix

package child

import "os"

type terminal struct{}

func controllingTerminal() terminal { return terminal{} }

// reaches says that what the user interrupts has been told already.
func (terminal) reaches(os.Signal, int) bool { return true }
