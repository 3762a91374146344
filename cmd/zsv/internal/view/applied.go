package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// appliedHeadline says what was registered.
func appliedHeadline(a resolve.Applied) string {
	if a == (resolve.Applied{}) {
		return "No changes."
	}
	counted := fmt.Sprintf("%s created, %d updated, %s registered", count(a.Created, "secret"), a.Updated,
		count(a.Registered, "key"))
	if a.Unknown > 0 {
		return "Apply ended: " + counted + "; of " + count(a.Unknown, "secret") + " it is not known."
	}
	return "Apply complete! " + counted + "."
}

// withApplied puts what was registered before what the report amounts to.
func withApplied(r *resolve.Report, headlines []string) []string {
	switch {
	case r.Applied == nil:
		return headlines
	case *r.Applied == (resolve.Applied{}):
		headlines[0] = appliedHeadline(*r.Applied) + " " + headlines[0]
		return headlines
	}
	return append([]string{appliedHeadline(*r.Applied)}, headlines...)
}

// WriteApplied writes the end of what `zsv apply` prints for people who have seen the report before: what was registered,
// and the report again where not all is well now.
func WriteApplied(w io.Writer, r *resolve.Report, o Options) error {
	if !flawless(r) {
		return writeText(w, r, o)
	}
	l := newLines(w, o)
	l.hang("", 0, appliedHeadline(*r.Applied), bold+";"+green)
	return l.close()
}

// Indented returns lines of text from anywhere, all but the first one indented by so many columns.
func Indented(text string, columns int) string {
	all := strings.Split(strings.Trim(text, "\n"), "\n")
	for i := range all {
		all[i] = scrub(all[i])
	}
	return strings.Join(all, "\n"+strings.Repeat(" ", columns))
}
