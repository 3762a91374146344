package view

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// writeMarkdown writes the report for a comment on a pull request, or the summary of a job. Its rules:
//   - The heading says it all, in counts; then comes what is missing and the commands that register it, then the rest by
//     how much it matters. What is in order is folded away.
//   - It keeps to what a comment takes. What is cut is counted, and what is missing is cut last.
//   - Text of the configuration shows as text, whatever it is; see markdown_text.go.
func writeMarkdown(w io.Writer, r *resolve.Report, o Options) error {
	sections := slices.Concat(
		[]*markdownSection{{title: []string{"## " + markdownHeading(r, o)}}, markdownHeadlines(r)},
		markdownVerdicts(r, o),
		[]*markdownSection{markdownDiagnostics(r), markdownLoosened(r)},
		markdownInOrder(r),
		[]*markdownSection{markdownGraph(r), markdownFooter(r)},
	)
	sections = slices.DeleteFunc(sections, func(s *markdownSection) bool { return s == nil })
	fit(sections)
	var page []string
	for _, section := range sections {
		page = append(page, section.lines()...)
	}
	l := newLines(w, Options{})
	for _, line := range page[:len(page)-1] { // without the last blank one
		l.print(line)
	}
	return l.close()
}

// The signs before a heading. Its words say the same.
const (
	signFailed  = "\u274c "       // a cross
	signWarning = "\u26a0\ufe0f " // a warning sign, as an emoji
	signPassed  = "\u2705 "       // a check mark
)

// markdownHeading says what came out, in counts.
func markdownHeading(r *resolve.Report, o Options) string {
	errors, warnings := severities(r)
	counts := []string{countAll("", counted{errors, "error"})}
	if r.Summary.Missing > 0 {
		counts = append(counts, strconv.Itoa(r.Summary.Missing)+" missing")
	}
	counts = append(append(counts, otherVerdicts(verdictCounts(r))...), countAll("", counted{warnings, "warning"}))
	counts = slices.DeleteFunc(counts, func(s string) bool { return s == "" })
	sign, subject := markdownSign(r, o, errors), "zsv: "
	switch {
	case r.Checked && len(r.Configurations) > 0 && nothingAsked(r):
		return sign + subject + strings.Join(append([]string{"nothing was checked"}, counts...), ", ")
	case errors == 0 && !r.Checked && len(r.Configurations) > 0:
		return sign + subject + strings.Join(append([]string{"valid"}, counts...), ", ")
	case len(counts) == 0:
		return sign + subject + "nothing to check"
	}
	return sign + subject + strings.Join(counts, ", ")
}

// verdictCounts returns the summary, without the checks that nobody was asked about: those are not optional and absent.
func verdictCounts(r *resolve.Report) resolve.Summary {
	s := r.Summary
	if nothingAsked(r) {
		s.Skipped = 0
	}
	return s
}

func markdownSign(r *resolve.Report, o Options, errors int) string {
	switch {
	case errors > 0, r.Summary.Missing > 0, r.Summary.Unverified > 0 && !o.AllowUnverified:
		return signFailed
	case r.Summary.Unverified > 0, r.Checked && len(r.Configurations) > 0 && nothingAsked(r):
		return signWarning
	case flawless(r):
		return signPassed
	}
	return ""
}

// markdownHeadlines says in sentences what the heading counts, and for each stack and provider how much of it is theirs.
func markdownHeadlines(r *resolve.Report) *markdownSection {
	sentences := withApplied(r, headlines(r))
	for i := range sentences {
		sentences[i] = prose(sentences[i])
	}
	s := &markdownSection{title: []string{strings.Join(sentences, " ")}, importance: importanceCounts,
		noun: "stack"}
	if !r.Checked || nothingAsked(r) || len(r.Checks) == 0 {
		return s
	}
	t := markdownRows{columns: []string{"Configuration", "Stack", "Provider", "Missing", "Not verified", "Present",
		"Optional and absent"}}
	stores := storesOf(r.Stores)
	for checks := range runs(r.Checks, sameGroup) {
		t.rows = append(t.rows, groupCells(checks, stores[storeKey{checks[0].Directory, checks[0].Provider}], r))
	}
	s.before, s.items = t.lines()
	return s
}

// groupCells counts the verdicts of one stack and provider.
func groupCells(checks []resolve.Check, of resolve.Store, r *resolve.Report) []string {
	directory, stack := "", ""
	provider := codeSpan(shortened(ProviderName(checks[0].Provider), longestName))
	if of.Description != "" {
		provider += " (" + codeSpan(shortened(scrub(of.Description), longestFile)) + ")"
	}
	if len(r.Configurations) > 1 { // each may have a level of its own
		directory, provider = nameSpan(checks[0].Directory), provider+", "+codeSpan(of.Level.String())
	}
	if checks[0].Stack != "" {
		stack = nameSpan(checks[0].Stack)
	}
	counted := map[string]int{}
	for i := range checks {
		counted[countedAs(checks[i].Status)]++
	}
	skipped := ""
	if n := counted["skipped"]; n > 0 {
		skipped = strconv.Itoa(n)
	}
	return []string{directory, stack, provider, strconv.Itoa(counted["missing"]), strconv.Itoa(counted["unverified"]),
		strconv.Itoa(counted["present"]), skipped}
}

func countedAs(s resolve.Status) string {
	if s.Missing() {
		return "missing"
	}
	return string(s)
}

// markdownFooter says what the check took, and at which level it was.
func markdownFooter(r *resolve.Report) *markdownSection {
	if !r.Checked || nothingAsked(r) || len(r.Checks) == 0 {
		return nil
	}
	return &markdownSection{title: []string{count(r.Summary.ValuesRead, "secret value") + " read, " +
		count(r.Summary.Requests, "request") + ". Level `" + r.Level.String() + "`, from " + prose(levelSource(r)) + "."}}
}

// The largest graph that can be read on a page: a code host draws it as wide as the text, and shrinks it to that.
const (
	mostGraphRows  = 60
	mostGraphEdges = 80
)

func markdownGraph(r *resolve.Report) *markdownSection {
	if !r.Checked || len(r.Checks) == 0 {
		return nil
	}
	g := NewGraph(r)
	s := &markdownSection{title: []string{"### Graph"}, importance: importanceGraph, noun: "graph"}
	if g.rows() > mostGraphRows || len(g.edges) > mostGraphEdges {
		s.end = []string{"It is too large to be read here; `zsv graph` draws it."}
		return s
	}
	drawing := mermaid(g)
	s.before, s.after, s.items = []string{"```mermaid"}, []string{"```"}, [][]string{drawing}
	return s
}
