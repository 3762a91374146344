package resolve

import (
	"cmp"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// Merge puts the reports of several configurations together. The level is the lowest of them, so that the whole claims
// no more than each part. Without any report it is an empty one.
func Merge(version string, reports ...*Report) *Report {
	merged := &Report{FormatVersion: FormatVersion, Version: version, Level: providers.SecretAndKeyExists,
		LevelSource: LevelFromDefault, Configurations: []string{}, Stacks: []string{}, Checks: []Check{},
		Loosened: []Loosened{}, Diagnostics: []Diagnostic{}}
	for i, r := range reports {
		merged.Configurations = append(merged.Configurations, r.Configurations...)
		merged.Stacks = append(merged.Stacks, r.Stacks...)
		merged.Checks = append(merged.Checks, r.Checks...)
		merged.Loosened = append(merged.Loosened, r.Loosened...)
		merged.Diagnostics = append(merged.Diagnostics, r.Diagnostics...)
		merged.Stores = append(merged.Stores, r.Stores...)
		merged.Summary.add(r.Summary)
		merged.Checked = merged.Checked || r.Checked
		merged.Registers = merged.Registers || r.Registers
		if r.Scan != nil {
			merged.Scan = r.Scan
		}
		if i == 0 || r.Level < merged.Level {
			merged.Level, merged.LevelSource = r.Level, r.LevelSource
		}
	}
	slices.Sort(merged.Configurations)
	slices.Sort(merged.Stacks)
	merged.Stacks = slices.Compact(merged.Stacks)
	slices.SortStableFunc(merged.Checks, func(a, b Check) int { return cmp.Compare(a.Directory, b.Directory) })
	sortLoosened(merged.Loosened)
	merged.Loosened = slices.Compact(merged.Loosened)
	merged.Diagnostics = inOrder(merged.Diagnostics)
	return merged
}

// Failed is the report of a run that ended before there was anything to report on.
func Failed(version string, d ...Diagnostic) *Report {
	r := Merge(version)
	r.Diagnostics = append(r.Diagnostics, d...)
	return r
}
