package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// markdownDiagnostics lists the problems of the configuration, errors first; nil where there are none.
func markdownDiagnostics(r *resolve.Report) *markdownSection {
	errors, warnings := severities(r)
	if errors+warnings == 0 {
		return nil
	}
	title := "### Problems of the configuration"
	if len(r.Configurations) == 0 {
		title = "### Problems"
	}
	s := &markdownSection{title: []string{title}, importance: importanceDiagnostics, noun: "problem"}
	sorted := slices.Clone(r.Diagnostics)
	slices.SortStableFunc(sorted, func(a, b resolve.Diagnostic) int {
		return cmp.Compare(severity(a.Severity).rank(), severity(b.Severity).rank())
	})
	for i := range sorted {
		s.items = append(s.items, []string{diagnosticItem(&sorted[i])})
	}
	return s
}

func diagnosticItem(d *resolve.Diagnostic) string {
	word, _ := severityStyle(severity(d.Severity))
	f := diagnosticFinding(d)
	item := "- **" + word + ":** " + strings.TrimRight(prose(f.title), ".") + " (" + codeSpan(shortened(f.rule, longestName)) + ")"
	if f.place != nil {
		item += " at " + placeSpan(*f.place)
	}
	if within := surroundings(d); within != "" {
		item += " in " + codeSpan(shortened(within, longestPath))
	}
	if f.message != f.title {
		item += ": " + prose(f.message)
	}
	return item
}

// markdownLoosened says where the configuration checks less than zsv does by itself; nil where it does not.
func markdownLoosened(r *resolve.Report) *markdownSection {
	if len(r.Loosened) == 0 {
		return nil
	}
	s := &markdownSection{title: []string{"### Loosened", "", "This configuration checks less than zsv does by itself:"},
		importance: importanceLoosened, noun: "setting"}
	for _, l := range r.Loosened {
		s.items = append(s.items, []string{"- " + loosenedItem(l)})
	}
	return s
}

func loosenedItem(l resolve.Loosened) string {
	setting := nameSpan(l.Setting)
	if l.Setting == "rule" {
		setting = "the rule " + nameSpan(l.Name)
	}
	return setting + " is " + nameSpan(l.Value) + ", at " + placeSpan(loosenedPlace(l))
}
