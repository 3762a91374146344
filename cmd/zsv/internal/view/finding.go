package view

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/zsv-dev/zsv/resolve"
)

// A finding is one thing to report, a diagnostic or a verdict, for the formats that list results: one line, annotation
// or test case each. Its texts are scrubbed, its places are not: a format may have to compute with them.
type finding struct {
	rule     string
	severity severity
	// title is constant for the rule or the kind of problem.
	title   string
	message string
	// place is nil where a problem has none.
	place *place
	// related are the further places of the same verdict.
	related []place
	// check is what a verdict is on; nil for a diagnostic.
	check *resolve.Check
	// diagnostic is what the finding is made of; nil for a verdict.
	diagnostic *resolve.Diagnostic
}

// A place is a span in a file: lines and columns from 1, the end exclusive.
type place struct {
	file                             string
	line, column, endLine, endColumn int
	// utf16 are the columns as SARIF counts them.
	utf16 resolve.UTF16
}

// String returns file:line:column, scrubbed.
func (p place) String() string {
	return scrub(p.file) + ":" + strconv.Itoa(p.line) + ":" + strconv.Itoa(p.column)
}

// sentence returns the message so that it can stand without the title. A verdict's message says all by itself.
func (f finding) sentence() string {
	if f.check != nil || f.message == f.title {
		return f.message
	}
	return f.title + ": " + f.message
}

// findings returns what there is to report, in the order of the files; what has no place stands first.
func findings(r *resolve.Report, o Options) []finding {
	found := make([]finding, 0, len(r.Diagnostics)+r.Summary.Missing+r.Summary.Unverified)
	for i := range r.Diagnostics {
		found = append(found, diagnosticFinding(&r.Diagnostics[i]))
	}
	for i := range r.Checks {
		if verdictSeverity(r.Checks[i].Status, o) != severityNone {
			found = append(found, verdictFinding(&r.Checks[i], o))
		}
	}
	slices.SortStableFunc(found, func(a, b finding) int { return comparePlaces(a.place, b.place) })
	return found
}

func diagnosticFinding(d *resolve.Diagnostic) finding {
	f := finding{
		rule:     scrub(d.Rule),
		severity: severity(d.Severity),
		title:    scrub(d.Summary),
		message:  scrub(cmp.Or(d.Detail, d.Summary)),

		diagnostic: d,
	}
	if d.Range != nil {
		start, end := d.Range.Start, d.Range.End
		f.place = &place{d.Range.Filename, start.Line, start.Column, end.Line, end.Column, d.Range.UTF16}
	}
	return f
}

func verdictFinding(c *resolve.Check, o Options) finding {
	f := finding{
		rule:     string(c.Status.Rule()),
		severity: verdictSeverity(c.Status, o),
		title:    verdictTitle(c.Status),
		message:  verdictMessage(c),
		check:    c,
	}
	for i, use := range c.Uses {
		if i == 0 {
			first := usePlace(use)
			f.place = &first
			continue
		}
		f.related = append(f.related, usePlace(use))
	}
	return f
}

func usePlace(use resolve.CheckUse) place {
	return place{use.File, use.Line, use.Column, use.EndLine, use.EndColumn, use.UTF16}
}

func comparePlaces(a, b *place) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
}
