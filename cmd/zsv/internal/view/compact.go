package view

import (
	"io"

	"github.com/zsv-dev/zsv/resolve"
)

// writeCompact writes one line a finding, in the form that editors and problem matchers know:
// file:line:col: severity: message [rule]. What has no place says "zsv" in place of one, and comes first.
func writeCompact(w io.Writer, r *resolve.Report, o Options) error {
	l := newLines(w, Options{})
	for _, note := range compactNotes(r) {
		l.print("zsv: note: ", note)
	}
	for _, f := range findings(r, o) {
		place := "zsv"
		if f.place != nil {
			place = f.place.String()
		}
		l.print(place, ": ", string(f.severity), ": ", f.sentence(), " [", f.rule, "]")
	}
	for _, listed := range listedReferences(r) {
		l.print(listed)
	}
	return l.close()
}

// compactNotes say what silence must not be taken for: that nothing was asked, or less than usual, or that what is
// present is of use.
func compactNotes(r *resolve.Report) []string {
	var notes []string
	if r.Checked && len(r.Configurations) > 0 && nothingAsked(r) {
		notes = append(notes, nothingChecked(r))
	}
	for _, note := range []string{loosenedNote(r.Loosened), emptyNote(r.Checks)} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}
