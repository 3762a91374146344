package config

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Severity says whether a diagnostic stops the user or only warns. As a rule's setting it may also be Off.
type Severity string

// The severities.
const (
	Off     Severity = "off"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// A Diagnostic is a problem of the configuration: never a failure of the program, never a verdict on a secret.
type Diagnostic struct {
	Severity Severity
	// Rule is the rule that it breaks.
	Rule Rule
	// Summary is constant, short and without text of the user's.
	Summary string
	// Detail says in full sentences what is wrong, why, and what to do.
	Detail string
	// Address is the block it is in, component.TYPE.NAME or the like; may be empty.
	Address string
	// Range is the place, where there is one.
	Range *hcl.Range
}

// Diagnostics are problems in the order they were found; Sort puts them in the order they are shown.
type Diagnostics []Diagnostic

// HasErrors says whether any is an error.
func (d Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(d, func(diagnostic Diagnostic) bool { return diagnostic.Severity == Error })
}

// Sort puts the diagnostics in the order of Compare.
func (d Diagnostics) Sort() { slices.SortStableFunc(d, Diagnostic.Compare) }

// Compare orders by place, what has none first, then by rule and text. What compares as equal says the same.
func (d Diagnostic) Compare(other Diagnostic) int {
	return cmp.Or(compareRanges(d.Range, other.Range), cmp.Compare(d.Rule, other.Rule),
		cmp.Compare(d.Summary, other.Summary), cmp.Compare(d.Detail, other.Detail))
}

// compareRanges orders places by file, then by where in it they begin and end; no place comes first.
func compareRanges(a, b *hcl.Range) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Start.Byte, b.Start.Byte),
		cmp.Compare(a.End.Byte, b.End.Byte))
}
