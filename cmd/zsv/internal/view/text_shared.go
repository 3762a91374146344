package view

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// A shared explanation is one that several unverified secrets of a group have in common, as they do when the store itself
// cannot be asked. It is written once above them.
type shared struct {
	why     string
	secrets int
}

// sharedReasons returns the explanations that at least two secrets have, in the order of the first of those.
func sharedReasons(checks []resolve.Check) []shared {
	var all []shared
	byWhy := map[string]int{}
	for secret := range runs(checks, sameSecret) {
		why := unverifiedBecause(secret)
		if why == "" {
			continue
		}
		n, known := byWhy[why]
		if !known {
			n, byWhy[why] = len(all), len(all)
			all = append(all, shared{why: why})
		}
		all[n].secrets++
	}
	return slices.DeleteFunc(all, func(s shared) bool { return s.secrets < 2 })
}

// unverifiedBecause returns why nothing of a secret is verified; "" where something is, or its keys have different reasons.
func unverifiedBecause(secret []resolve.Check) string {
	t := tallyOf(secret)
	if symbol, _, because := t.verdict(); symbol == symbolUnverified {
		return because
	}
	return ""
}

// A block is a part of a group: the rows below an explanation that some of them share.
type block struct {
	shared
	rows []row
}

// blocksOf returns the rows of a group. Those that share the one explanation stand among the others; where there are several,
// each has its own below it, after all others.
func blocksOf(checks []resolve.Check, o Options) []block {
	reasons := sharedReasons(checks)
	if len(reasons) <= 1 {
		only := block{}
		if len(reasons) == 1 {
			only.shared = reasons[0]
		}
		only.rows = groupRows(checks, only.shared, o)
		return []block{only}
	}
	all := make([]block, len(reasons)+1)
	for i, reason := range reasons {
		all[i+1].shared = reason
	}
	for secret := range runs(checks, sameSecret) {
		why := unverifiedBecause(secret)
		n := 1 + slices.IndexFunc(reasons, func(s shared) bool { return why != "" && s.why == why })
		all[n].rows = append(all[n].rows, visibleRows(secret, all[n].shared, o)...)
	}
	return slices.DeleteFunc(all, func(b block) bool { return len(b.rows) == 0 })
}

func (s shared) write(l *lines) {
	if s.secrets == 0 {
		return
	}
	beginning := strings.Repeat(" ", secretIndent) + l.paint(symbolStyles[symbolUnverified], symbolUnverified) + " "
	l.detail(beginning, secretIndent+2, count(s.secrets, "secret")+" not verified: "+s.why)
	l.print()
}
