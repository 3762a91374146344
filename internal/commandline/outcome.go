package commandline

import (
	"regexp"
	"slices"
)

// An Outcome is how a run may end. All that is said must hold.
type Outcome struct {
	// ExitCodes are the codes; none: as Fits is told.
	ExitCodes []int
	// Stdout and Stderr match something in what was written; nil: anything.
	Stdout, Stderr *regexp.Regexp
}

// Fits says whether a run ended so. Where the outcome names no exit codes, usual says whether the code is one.
func (o Outcome) Fits(code int, stdout, stderr []byte, usual func(code int) bool) bool {
	if len(o.ExitCodes) > 0 {
		usual = func(code int) bool { return slices.Contains(o.ExitCodes, code) }
	}
	matches := func(pattern *regexp.Regexp, text []byte) bool { return pattern == nil || pattern.Match(text) }
	return usual(code) && matches(o.Stdout, stdout) && matches(o.Stderr, stderr)
}
