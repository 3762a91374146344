package view

import (
	"io"

	"github.com/zsv-dev/zsv/resolve"
)

// writeCompact writes one line a finding, in the form that editors and problem matchers know:
// file:line:col: severity: message [rule]. What has no place says "zsv" in place of one.
func writeCompact(w io.Writer, r *resolve.Report, o Options) error {
	l := newLines(w, Options{})
	for _, f := range findings(r, o) {
		place := "zsv"
		if f.place != nil {
			place = f.place.String()
		}
		l.print(place, ": ", string(f.severity), ": ", f.sentence(), " [", f.rule, "]")
	}
	return l.close()
}
