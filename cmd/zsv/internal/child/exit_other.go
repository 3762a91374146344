//go:build !unix

package child

import "os"

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
