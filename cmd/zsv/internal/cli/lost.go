package cli

import (
	"slices"

	"github.com/zsv-dev/zsv/resolve"
)

// A writtenKey is where a value was written, as far as the store says.
type writtenKey struct{ directory, provider, location, key string }

// tellLost names what a store said that it wrote, and then that it is missing: the report has no more than the latter.
func (a *applying) tellLost() {
	told := map[writtenKey]bool{}
	for i := range a.report.Checks {
		c := &a.report.Checks[i]
		key := writtenKey{c.Directory, c.Provider, c.Location, c.Key}
		if !c.Status.Missing() || told[key] || !slices.Contains(a.wrote, key) {
			continue
		}
		told[key] = true
		a.setApart()
		a.tellLine("Error: %s is missing, although its store said that it was written. Look into the store before you write it again.",
			nameOf(c))
	}
}

// nameOf writes a key as SECRET.KEY.
func nameOf(c *resolve.Check) string { return c.Secret + "." + c.Key }
