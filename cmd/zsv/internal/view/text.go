package view

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	code := bold
	if flawless(r) {
		code += ";" + green
	}
	for _, line := range withApplied(r, headlines(r)) {
		l.hang("", 0, line, code)
		code = ""
	}
	if r.Checked && !nothingAsked(r) && len(r.Checks) > 0 {
		l.print(count(r.Summary.ValuesRead, "secret value"), " read, ", count(r.Summary.Requests, "request"), ".")
	}
	writeAdvices(l, r)
	remedies, missing := remediesOf(r.Checks)
	insteads := insteadsOf(r.Checks)
	switch {
	case len(remedies) > 0:
		writeRemedies(l, remedies, missing)
	case missing > 0 && r.Registers && len(insteads) == 0:
		writeObstacle(l, r)
	}
	for _, instead := range insteads {
		l.print()
		l.hang("", 0, instead, "")
	}
	writeLoosened(l, r.Loosened)
}

// flawless says whether the report needs no second look: something was looked at, and all is in order.
func flawless(r *resolve.Report) bool {
	if resolve.HasErrors(r.Diagnostics) || len(r.Configurations) == 0 {
		return false
	}
	return !r.Checked || r.Summary.Present > 0 && r.Summary.Missing+r.Summary.Unverified == 0
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

// remediesOf returns the commands that register what is missing, each once, and how many checks that is.
func remediesOf(checks []resolve.Check) (remedies []string, missing int) {
	for i := range checks {
		if checks[i].Status.Missing() {
			missing++
		}
		if remedy := checks[i].Remedy; remedy != "" && !slices.Contains(remedies, remedy) {
			remedies = append(remedies, remedy)
		}
	}
	return remedies, missing
}

// insteadsOf returns what people do where zsv cannot write, each in a sentence and once.
func insteadsOf(checks []resolve.Check) (sentences []string) {
	for i := range checks {
		if checks[i].Instead == "" {
			continue
		}
		sentence := scrub(checks[i].Instead) + "."
		if first, size := utf8.DecodeRuneInString(sentence); !strings.HasPrefix(sentence, "zsv ") {
			sentence = string(unicode.ToUpper(first)) + sentence[size:]
		}
		if !slices.Contains(sentences, sentence) {
			sentences = append(sentences, sentence)
		}
	}
	return sentences
}

// writeObstacle says what kept apply from registering all: that apply registers it would be no advice.
func writeObstacle(l *lines, r *resolve.Report) {
	switch {
	case r.Applied == nil && resolve.HasErrors(r.Diagnostics):
		l.print()
		l.hang("", 0, "Nothing was written: an error, as above, comes before all registering.", "")
	case r.Applied != nil:
		l.print()
		l.hang("", 0, "What is missing still got no value, or its store did not take it; standard error says which.", "")
	}
}

// writeRemedies lists the commands that register what is missing. They are never wrapped: they are there to be copied.
func writeRemedies(l *lines, remedies []string, missing int) {
	l.print()
	if len(remedies) == 1 && strings.HasPrefix(remedies[0], "zsv ") {
		l.print("To register ", pronoun(missing), ": ", scrub(remedies[0]))
		return
	}
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
