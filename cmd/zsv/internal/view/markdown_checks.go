package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// markdownVerdicts are the sections of what is not in order: what is missing and how to register it, what is not verified
// and how it can be, and what is there but empty.
func markdownVerdicts(r *resolve.Report, o Options) []*markdownSection {
	missing := checksSection(r, resolve.Status.Missing, importanceMissing, "### Missing")
	unverified := checksSection(r, isUnverified, importanceUnverified, "### Not verified")
	if unverified != nil && o.AllowUnverified {
		unverified.title[0] += " (allowed)"
	}
	empty := markdownTable(r, importanceEmpty, isEmpty)
	if empty != nil {
		empty.title = []string{"### Present, but empty"}
	}
	return []*markdownSection{missing, markdownRemedies(r), markdownInsteads(r), unverified, markdownAdvice(r), empty}
}

func isUnverified(s resolve.Status) bool { return s == resolve.StatusUnverified }

// checksSection lists the checks of some statuses; nil where there are none.
func checksSection(r *resolve.Report, wanted func(resolve.Status) bool, importance int, title ...string) *markdownSection {
	s := markdownTable(r, importance, func(c *resolve.Check) bool { return wanted(c.Status) })
	if s != nil {
		s.title = title
	}
	return s
}

// markdownTable lists checks, a row each; nil where there are none.
func markdownTable(r *resolve.Report, importance int, wanted func(*resolve.Check) bool) *markdownSection {
	t := markdownRows{columns: []string{"Stack", "Secret", "Key", "Used at", "Note"}}
	for i := range r.Checks {
		if c := &r.Checks[i]; wanted(c) {
			t.rows = append(t.rows, checkCells(c, len(r.Stacks) > 1))
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	s := &markdownSection{importance: importance}
	if note, shared := t.sharedNote(); shared {
		s.before = []string{"All of them: " + note, ""}
	}
	head, items := t.lines()
	s.before, s.items = append(s.before, head...), items
	return s
}

func checkCells(c *resolve.Check, stacks bool) []string {
	cells := []string{"", secretCell(c), "", usesCell(c), prose(checkNote(c))}
	if stacks && c.Stack != "" {
		cells[0] = nameSpan(c.Stack)
	}
	if c.Key != "" {
		cells[2] = nameSpan(c.Key)
	}
	return cells
}

// secretCell names a secret, and where it is kept under another name.
func secretCell(c *resolve.Check) string {
	if c.Location == c.Secret || c.Location == "" {
		return nameSpan(c.Secret)
	}
	return nameSpan(c.Secret) + "<br>" + codeSpan(shortened(name(c.Location), longestFile))
}

// mostUses is how many places of a check are named: the first, and so many more.
const mostUses = 10

func usesCell(c *resolve.Check) string {
	uses := make([]string, 0, min(len(c.Uses), mostUses)+1)
	for i, use := range c.Uses {
		if i == mostUses {
			uses = append(uses, "and "+count(len(c.Uses)-i, "more place"))
			break
		}
		uses = append(uses, placeSpan(usePlace(use))+" "+codeSpan(shortened(attribute(use), longestPath)))
	}
	return strings.Join(uses, "<br>")
}

// placeSpan writes a place as code. Only the path may be cut, never the line.
func placeSpan(p place) string {
	return codeSpan(shortened(scrub(p.file), longestFile) + fmt.Sprintf(":%d:%d", p.line, p.column))
}

// checkNote says what there is to say about a verdict beside what it is on.
func checkNote(c *resolve.Check) string {
	note := ""
	switch {
	case c.Status == resolve.StatusMissingSecret:
		note = "secret missing"
	case c.Status == resolve.StatusMissingKey:
		note = "key missing"
	}
	if why := noteCause(c); note != "" && why != "" {
		note += ": " + why
	} else {
		note += why
	}
	for _, more := range []string{scrub(c.Description), suggestionOf(c)} {
		if note != "" && more != "" {
			note = strings.TrimRight(note, ".") + ". "
		}
		note += more
	}
	return note
}

// noteCause is the cause, which for what is simply present is nothing.
func noteCause(c *resolve.Check) string {
	if c.Status == resolve.StatusPresent && c.Reason == "" && c.Detail == "" {
		return ""
	}
	return cause(c)
}

func suggestionOf(c *resolve.Check) string {
	if c.Suggestion == "" {
		return ""
	}
	return didYouMean(shortened(c.Suggestion, longestName))
}

// mostRemedies is how many bytes of commands there are at most: who registers thousands of secrets does not copy them.
const mostRemedies = 6_000

func markdownRemedies(r *resolve.Report) *markdownSection {
	remedies, missing := remediesOf(r.Checks)
	if len(remedies) == 0 {
		return nil
	}
	s := &markdownSection{title: []string{"To register " + pronoun(missing) + ":"}, importance: importanceRemedies,
		most: mostRemedies, noun: "command"}
	var ends []int
	var all []string
	for _, remedy := range remedies {
		all = append(all, strings.Split(strings.Trim(remedy, "\n"), "\n")...)
		ends = append(ends, len(all))
	}
	s.before, all, s.after = codeBlock("sh", all)
	start := 0
	for _, end := range ends { // the commands of one secret stay together
		s.items = append(s.items, all[start:end])
		start = end
	}
	return s
}

func markdownInsteads(r *resolve.Report) *markdownSection {
	s := &markdownSection{importance: importanceRemedies, most: mostRemedies, noun: "provider"}
	for _, sentence := range insteadsOf(r.Checks) {
		s.items = append(s.items, []string{"Note: " + prose(sentence), ""}) // a line that begins with their text could be a list
	}
	if len(s.items) == 0 {
		return nil
	}
	return s
}

// mostAdviceLines is how many lines of one advice are shown, such as rules of a policy.
const mostAdviceLines = 60

func markdownAdvice(r *resolve.Report) *markdownSection {
	s := &markdownSection{importance: importanceAdvice, noun: "provider"}
	for _, a := range advices(r.Checks) {
		where := ProviderName(a.provider)
		if len(r.Configurations) > 1 {
			where += " of " + name(a.directory)
		}
		item := []string{"To verify " + pronoun(a.checks) + " in " + prose(shortened(where, longestFile)) + ", " +
			prose(scrub(a.action)), ""}
		before, code, after := codeBlock("", a.lines[:min(len(a.lines), mostAdviceLines)])
		item = append(item, slices.Concat(before, code, after, []string{""})...)
		if more := len(a.lines) - mostAdviceLines; more > 0 {
			item = append(item, "And "+strconv.Itoa(more)+" more lines; the formats `text` and `json` have all.", "")
		}
		s.items = append(s.items, item)
	}
	if len(s.items) == 0 {
		return nil
	}
	return s
}

// markdownInOrder are the sections of what needs no attention, folded away.
func markdownInOrder(r *resolve.Report) []*markdownSection {
	present := folded(strconv.Itoa(r.Summary.Present)+" present", importancePresent,
		markdownTable(r, importancePresent, func(c *resolve.Check) bool { return c.Status == resolve.StatusPresent }))
	words := " optional and absent"
	if nothingAsked(r) {
		words = " not checked"
	}
	skipped := folded(strconv.Itoa(r.Summary.Skipped)+words, importanceSkipped,
		markdownTable(r, importanceSkipped, func(c *resolve.Check) bool { return c.Status == resolve.StatusSkipped }))
	return []*markdownSection{present, skipped}
}

// folded makes a section one that is opened by a click.
func folded(summary string, importance int, s *markdownSection) *markdownSection {
	if s == nil {
		return nil
	}
	s.importance = importance
	s.title, s.end = []string{"<details>", "<summary>" + summary + "</summary>"}, []string{"</details>"}
	return s
}
