package view

import (
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// A junitOutcome is what came out of a test case, as the name of the element that says so.
type junitOutcome string

const (
	junitPassed  junitOutcome = ""
	junitFailure junitOutcome = "failure" // missing
	junitError   junitOutcome = "error"   // unverified, or an error of the configuration
	// junitSkipped is also what must not fail a test report and must not look as if all were well: a warning.
	junitSkipped junitOutcome = "skipped"
)

// A junitCase is one test case. Its texts are scrubbed.
type junitCase struct {
	name    string
	outcome junitOutcome
	rule    string // of a finding; "" else
	message string
	text    []string // lines, with the places
	output  string
}

// diagnosticCase returns the case of a problem. It is named without its line, so that it is the same test when lines move.
func diagnosticCase(f finding) junitCase {
	c := findingCase(f)
	c.name = f.title + " [" + f.rule + "]"
	if f.place != nil {
		c.name += " in " + scrub(f.place.file)
	}
	c.outcome = junitError
	if f.severity != severityError {
		c.outcome = junitSkipped
	}
	return c
}

// checkCase returns the case of a check, which is named by what it is about, whatever comes out.
func checkCase(c *resolve.Check, o Options) junitCase {
	var found junitCase
	switch verdictSeverity(c.Status, o) {
	case severityError:
		found = findingCase(verdictFinding(c, o))
		found.outcome = junitFailure
		if !c.Status.Missing() {
			found.outcome = junitError
		}
	case severityWarning:
		found = findingCase(verdictFinding(c, o))
		found.outcome = junitSkipped
	case severityNone:
		found = junitCase{output: emptyNote([]resolve.Check{*c})}
		if c.Status == resolve.StatusSkipped {
			found.outcome, found.message = junitSkipped, skippedMessage(c)
		}
	}
	found.name = name(c.Secret)
	if c.Key != "" {
		found.name = name(c.Secret) + "." + name(c.Key)
	}
	return found
}

// skippedMessage says why nothing was asked, or why an absent key does not matter.
func skippedMessage(c *resolve.Check) string {
	if c.Reason == "" {
		return subject(c) + whereabouts(c) + " was not checked: the level is NONE"
	}
	return subject(c) + whereabouts(c) + " is absent: " + explanation(c)
}

func findingCase(f finding) junitCase {
	return junitCase{rule: f.rule, message: f.sentence(), text: junitText(f)}
}

// junitText is the finding as compact has it, with its further places below it.
func junitText(f finding) []string {
	line := string(f.severity) + ": " + f.sentence() + " [" + f.rule + "]"
	if f.place == nil {
		return []string{line}
	}
	return append([]string{f.place.String() + ": " + line}, strings.Split(alsoUsedAt(f.related), "\n")[1:]...)
}
