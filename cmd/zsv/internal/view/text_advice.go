package view

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// An advice is what to change at one provider's store, and the lines to copy for it.
type advice struct {
	storeKey
	action string
	lines  []string
	checks int // that it is for
	names  []string
}

// advices gathers what the checks advise, in their order.
func advices(checks []resolve.Check) []advice {
	var all []advice
	for i := range checks {
		c := &checks[i]
		if len(c.Advice) == 0 {
			continue
		}
		of := advice{storeKey: storeKey{c.Directory, c.Provider}, action: c.Advice[0]}
		n := slices.IndexFunc(all, func(a advice) bool { return a.storeKey == of.storeKey && a.action == of.action })
		if n < 0 {
			n, all = len(all), append(all, of)
		}
		all[n].add(c.Advice[1:])
		if !slices.Contains(all[n].names, c.Secret) {
			all[n].names = append(all[n].names, c.Secret)
		}
	}
	return all
}

// add takes the lines of a check: of the first all, which may be a text with a line twice, of the others what is new.
func (a *advice) add(lines []string) {
	if a.checks++; a.checks == 1 {
		a.lines = slices.Clone(lines)
		return
	}
	for _, line := range lines {
		if !slices.Contains(a.lines, line) {
			a.lines = append(a.lines, line)
		}
	}
}

// fewNames is how many secrets an advice names.
const fewNames = 3

// named returns the names of the secrets that an advice is for, or how many they are.
func (a *advice) named() string {
	if len(a.names) > fewNames {
		return strings.Join(a.names[:fewNames], ", ") + " and " + count(len(a.names)-fewNames, "other")
	}
	return strings.Join(a.names, ", ")
}

// writeAdvices says how what is not verified can be. The lines are never wrapped: they are there to be copied.
func writeAdvices(l *lines, r *resolve.Report) {
	for _, a := range advices(r.Checks) {
		where := ProviderName(a.provider)
		if len(r.Configurations) > 1 {
			where += " of " + name(a.directory)
		}
		l.print()
		what := pronoun(a.checks) + " in " + where
		if r.Scan != nil { // whose provider is the only one, and of whose references most may be verified
			what = scrub(a.named())
		}
		l.hang("", 0, "To verify "+what+", "+scrub(a.action), "")
		l.print()
		for _, line := range a.lines {
			l.print("    ", scrub(line))
		}
	}
}

// pronoun stands for so many things.
func pronoun(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
