package view

import (
	"io"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// writeText writes the report for people. Its rules:
//   - What is wrong with the configuration comes first, then the difference between it and the stores, and last what
//     that amounts to and what to do: the end is what a terminal shows.
//   - What is not in order is never left out; what is in order is counted, and listed only on request.
//   - Every symbol has its word nearby, and colour only repeats the two.
//   - Columns are aligned within a stack, by what a terminal shows.
func writeText(w io.Writer, r *resolve.Report, o Options) error {
	l := newLines(w, o)
	for i := range r.Diagnostics {
		writeDiagnostic(l, &r.Diagnostics[i])
	}
	if r.Checked && (!nothingAsked(r) || o.Verbose) {
		writeGroups(l, r, o)
	}
	writeClosing(l, r)
	return l.close()
}

// writeClosing says what the report amounts to. A command that got no further than its arguments has said all already.
func writeClosing(l *lines, r *resolve.Report) {
	if len(r.Configurations) == 0 && len(r.Diagnostics) > 0 {
		return
	}
	if l.started {
		l.print()
	}
	for i, line := range headlines(r) {
		code := ""
		if i == 0 {
			code = headlineStyle(r, line)
		}
		l.hang("", 0, line, code)
	}
	if r.Checked && !nothingAsked(r) && len(r.Checks) > 0 {
		l.print(count(r.Summary.ValuesRead, "secret value"), " read, ", count(r.Summary.Requests, "request"), ".")
	}
	writeLoosened(l, r.Loosened)
	writeAdvices(l, r)
	writeRemedies(l, r.Checks)
}

// headlineStyle is green only for what needs no second look.
func headlineStyle(r *resolve.Report, line string) string {
	errors, _ := severities(r)
	good := strings.HasPrefix(line, "Success!") || strings.HasPrefix(line, "Nothing is missing")
	if good && errors == 0 {
		return bold + ";" + green
	}
	return bold
}

// writeLoosened says where the configuration checks less than zsv does by itself: whoever relies on
// the gate has to know.
func writeLoosened(l *lines, loosened []resolve.Loosened) {
	if len(loosened) == 0 {
		return
	}
	l.print()
	l.print("This configuration checks less than zsv does by itself:")
	for _, item := range loosened {
		l.hang("  - ", 4, loosenedSentence(item), "")
	}
}

// writeRemedies lists the commands that register what is missing. They are never wrapped: they are there to be copied.
func writeRemedies(l *lines, checks []resolve.Check) {
	var remedies []string
	seen, missing := map[string]bool{}, 0
	for i := range checks {
		if checks[i].Status.Missing() {
			missing++
		}
		if remedy := checks[i].Remedy; checks[i].Status.Missing() && remedy != "" && !seen[remedy] {
			seen[remedy] = true
			remedies = append(remedies, remedy)
		}
	}
	if len(remedies) == 0 {
		return
	}
	l.print()
	l.print("To register ", pronoun(missing), ":")
	l.print()
	for _, remedy := range remedies {
		for command := range strings.SplitSeq(strings.Trim(remedy, "\n"), "\n") {
			l.print("    ", scrub(command))
		}
	}
}

// severityStyle returns the word and the colour of a severity.
func severityStyle(s severity) (word, code string) {
	if s == severityError {
		return "Error", red
	}
	return "Warning", yellow
}
