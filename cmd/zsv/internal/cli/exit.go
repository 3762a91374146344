package cli

import "github.com/zsv-dev/zsv/resolve"

// The exit codes of zsv. Other tools rely on them.
const (
	exitOK          = 0
	exitError       = 1   // an error in the configuration, wrong usage, or failed input or output
	exitMissing     = 2   // a secret or a key is missing
	exitUnverified  = 3   // something could not be verified
	exitInterrupted = 130 // interrupted twice, or at a prompt
)

// exitCode returns the code for a report: the first of error, missing, unverified that applies.
func exitCode(r *resolve.Report, allowUnverified bool) int {
	switch {
	case resolve.HasErrors(r.Diagnostics):
		return exitError
	case r.Summary.Missing > 0:
		return exitMissing
	case r.Summary.Unverified > 0 && !allowUnverified:
		return exitUnverified
	default:
		return exitOK
	}
}
