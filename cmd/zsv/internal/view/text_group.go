package view

import (
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// writeGroups writes the difference between the configuration and the stores, by stack and provider. A group with
// nothing to list is one line.
func writeGroups(l *lines, r *resolve.Report, o Options) {
	stores := storesOf(r.Stores)
	started, listed := false, len(r.Diagnostics) > 0
	for checks := range runs(r.Checks, sameGroup) {
		store := stores[storeKey{checks[0].Directory, checks[0].Provider}]
		if !o.Verbose {
			store.Description = withoutDirectory(store.Description)
		}
		heading := l.paint(bold, groupHeading(r, &checks[0], store))
		blocks := blocksOf(checks, o)
		var rows []row
		for _, b := range blocks {
			rows = append(rows, b.rows...)
		}
		if listed || started && len(rows) > 0 {
			l.print()
		}
		if started, listed = true, len(rows) > 0; !listed {
			l.print(heading, " · ", groupCount(checks))
			continue
		}
		l.print(heading)
		for grid, i := l.gridOf(rows), 0; i < len(blocks); i++ {
			l.print()
			blocks[i].write(l)
			writeRows(l, blocks[i].rows, grid)
		}
	}
}

// runs splits a sorted list into its runs of items that belong together.
func runs[T any](items []T, together func(a, b *T) bool) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for start := 0; start < len(items); {
			end := start + 1
			for end < len(items) && together(&items[start], &items[end]) {
				end++
			}
			if !yield(items[start:end]) {
				return
			}
			start = end
		}
	}
}

func sameGroup(a, b *resolve.Check) bool {
	return a.Directory == b.Directory && a.Stack == b.Stack && a.Provider == b.Provider
}

func sameSecret(a, b *resolve.Check) bool {
	return a.Secret == b.Secret && a.Location == b.Location
}

type storeKey struct{ directory, provider string }

func storesOf(all []resolve.Store) map[storeKey]resolve.Store {
	stores := make(map[storeKey]resolve.Store, len(all))
	for _, store := range all {
		stores[storeKey{store.Directory, store.Provider}] = store
	}
	return stores
}

// groupHeading reads "Stack prod · vault main (https://…) · SECRET_EXISTS". The directory is named where there are
// several.
func groupHeading(r *resolve.Report, c *resolve.Check, of resolve.Store) string {
	if c.Provider == "" {
		return "References"
	}
	var parts []string
	level := r.Level
	if len(r.Configurations) > 1 { // each may have its own
		level = of.Level
	}
	switch {
	case c.Stack != "":
		parts = append(parts, "Stack "+name(c.Stack))
	case len(r.Stacks) > 0:
		parts = append(parts, "No stack")
	}
	if len(r.Configurations) > 1 {
		parts = append(parts, "in "+name(c.Directory))
	}
	subject := strings.Join(parts, " ")
	store := ProviderName(c.Provider)
	if subject == "" {
		store = "Provider " + store
	} else {
		store = subject + " · " + store
	}
	if of.Description != "" {
		store += " (" + scrub(of.Description) + ")"
	}
	return strings.ToUpper(store[:1]) + store[1:] + " · " + level.String()
}

// withoutDirectory leaves out of the description of an external provider where its program lies, which is long and mostly the
// same.
func withoutDirectory(description string) string {
	const external = "external, "
	path, ok := strings.CutPrefix(description, external)
	if !ok || !filepath.IsAbs(path) {
		return description
	}
	return external + filepath.Base(path)
}

// ProviderName names a provider in a sentence: "vault main" for provider.vault.main.
func ProviderName(address string) string {
	kind, label, ok := strings.Cut(strings.TrimPrefix(address, "provider."), ".")
	if !ok {
		return name(address)
	}
	return name(kind) + " " + name(label)
}

// groupCount says what a group consists of that has nothing to list.
func groupCount(checks []resolve.Check) string {
	var counted resolve.Summary
	for i := range checks {
		switch checks[i].Status {
		case resolve.StatusPresent:
			counted.Present++
		case resolve.StatusSkipped:
			counted.Skipped++
		}
	}
	return strings.Join(otherVerdicts(counted), ", ")
}
