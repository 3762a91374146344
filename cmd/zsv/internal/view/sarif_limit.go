package view

import (
	"cmp"
	"slices"
)

// What GitHub takes and shows of a file: see "SARIF results exceed one or more limits" in its documentation. It rejects a
// file with more results, and leaves out the locations beyond so many of a result.
const (
	maxSARIFResults   = 25_000
	maxSARIFLocations = 100
	// maxSARIFRelated, for all results together, keeps the compressed file below the 10 MB that GitHub takes.
	maxSARIFRelated = 100_000
)

// sarifLimited returns the findings that fit, errors rather than warnings, in their order, and how many do not.
func sarifLimited(found []finding) (fit []finding, cut int) {
	if len(found) <= maxSARIFResults {
		return found, 0
	}
	fit = slices.Clone(found)
	slices.SortStableFunc(fit, func(a, b finding) int { return cmp.Compare(a.severity.rank(), b.severity.rank()) })
	fit = fit[:maxSARIFResults]
	slices.SortStableFunc(fit, func(a, b finding) int { return comparePlaces(a.place, b.place) })
	return fit, len(found) - len(fit)
}
