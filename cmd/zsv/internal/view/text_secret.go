package view

import (
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// The symbols of the difference. Each stands with its word: on the secret's line, or on a line of its own.
const (
	symbolMissing    = "+"
	symbolIncomplete = "~"
	symbolUnverified = "?"
	symbolEmpty      = "!"
	symbolPresent    = "="
	symbolSkipped    = "·"
)

// groupRows returns the rows of a group's secrets, those of them that are to be seen.
func groupRows(checks []resolve.Check, s shared, o Options) []row {
	var rows []row
	for secret := range runs(checks, sameSecret) {
		rows = append(rows, visibleRows(secret, s, o)...)
	}
	return rows
}

// visibleRows returns the rows of one secret, none where it is not to be seen.
func visibleRows(secret []resolve.Check, s shared, o Options) []row {
	var visible []*resolve.Check
	for i := range secret {
		if o.Verbose || notInOrder(&secret[i]) {
			visible = append(visible, &secret[i])
		}
	}
	if len(visible) == 0 {
		return nil
	}
	return secretRows(visible, tallyOf(secret), s, o)
}

// notInOrder says whether a check is shown without being asked for.
func notInOrder(c *resolve.Check) bool {
	return c.Status.Missing() || c.Status == resolve.StatusUnverified || isEmpty(c)
}

// secretRows returns the row of a secret and those of its keys.
func secretRows(checks []*resolve.Check, t tally, s shared, o Options) []row {
	symbol, sentence, because := t.verdict()
	if o.Verbose {
		sentence += t.others(symbol)
	}
	if because == s.why {
		because = ""
	}
	describedTogether := descriptionOf(checks) != ""
	rows := []row{{indent: secretIndent, symbol: symbol, name: name(checks[0].Secret), sentence: sentence, because: because}}
	suggestion := ""
	for _, c := range checks {
		rows = append(rows, keyRows(c, t)...)
		if c.Description != "" && !describedTogether {
			rows = append(rows, row{indent: noteIndent, note: scrub(c.Description)})
		}
		if c.Status == resolve.StatusMissingSecret && suggestion == "" {
			suggestion = c.Suggestion
		}
	}
	if suggestion != "" {
		rows = append(rows, row{indent: noteIndent, note: didYouMean(suggestion)})
	}
	if describedTogether {
		rows = append(rows, row{indent: noteIndent, note: descriptionOf(checks)})
	}
	return rows
}

// descriptionOf returns what the configuration says of all that is missing of a secret, "" where that is not the same for
// all keys: then each has its own.
func descriptionOf(checks []*resolve.Check) string {
	description, known := "", false
	for _, c := range checks {
		if c.Status.Missing() && known && c.Description != description {
			return ""
		}
		if c.Status.Missing() {
			description, known = c.Description, true
		}
	}
	return scrub(description)
}

// keyRows returns a row for each use of a check. The first has the key, where the check is one of a key; then come the
// notes.
func keyRows(c *resolve.Check, t tally) []row {
	rows := make([]row, 0, len(c.Uses)+1)
	for _, use := range c.Uses {
		rows = append(rows, row{place: usePlace(use).String(), attribute: attribute(use)})
	}
	if c.Key != "" {
		if len(rows) == 0 {
			rows = append(rows, row{})
		}
		rows[0].indent, rows[0].symbol, rows[0].name = keyIndent, keySymbol(c), name(c.Key)
	}
	for _, note := range keyNotes(c, t) {
		rows = append(rows, row{indent: noteIndent, note: note})
	}
	return rows
}

// attribute names the attribute that a use stands in, with the component, or else the address of the block.
func attribute(use resolve.CheckUse) string {
	owner := use.Component
	if owner == "" {
		owner = use.Address
	}
	if use.Attribute == "" {
		return scrub(owner)
	}
	if strings.HasPrefix(use.Attribute, "[") {
		return scrub(owner + use.Attribute)
	}
	return scrub(owner + "." + use.Attribute)
}

func keySymbol(c *resolve.Check) string {
	switch {
	case c.Status.Missing():
		return symbolMissing
	case isEmpty(c):
		return symbolEmpty
	case c.Status == resolve.StatusPresent:
		return symbolPresent
	case c.Status == resolve.StatusSkipped:
		return symbolSkipped
	}
	return symbolUnverified
}

// keyNotes returns what there is to say about a check that the secret's row does not say.
func keyNotes(c *resolve.Check, t tally) []string {
	var notes []string
	why := cause(c)
	switch {
	case isEmpty(c) && c.Detail != "":
		notes = append(notes, "is empty: "+why)
	case isEmpty(c):
		notes = append(notes, "is empty")
	case c.Status == resolve.StatusUnverified && why != t.why:
		notes = append(notes, "not verified: "+why)
	case c.Status.Missing() && why != "" && why != t.why:
		notes = append(notes, why)
	case (c.Status == resolve.StatusSkipped || c.Status == resolve.StatusPresent) && c.Detail != "":
		notes = append(notes, why)
	}
	if c.Suggestion != "" && c.Status != resolve.StatusMissingSecret {
		notes = append(notes, didYouMean(c.Suggestion))
	}
	return notes
}

// A tally counts the verdicts on one secret.
type tally struct {
	keys                                 int // keys that were asked for, not those that are optional and absent
	present, missing, unverified, empty  int // of keys
	secretMissing, secretUnverified      bool
	skipped, unchecked                   int
	why                                  string // the explanation that all verdicts of the row's kind share, or ""
	explanationsDiffer, explanationKnown bool
}

func tallyOf(checks []resolve.Check) tally {
	var t tally
	for i := range checks {
		t.add(&checks[i])
	}
	for i := range checks {
		t.explain(&checks[i])
	}
	if t.explanationsDiffer {
		t.why = ""
	}
	return t
}

func (t *tally) add(c *resolve.Check) {
	isKey := 0
	if c.Key != "" {
		isKey = 1
	}
	switch {
	case c.Status == resolve.StatusMissingSecret:
		t.secretMissing = true
	case c.Status == resolve.StatusMissingKey:
		t.missing++
	case c.Status == resolve.StatusUnverified:
		t.unverified += isKey
		t.secretUnverified = t.secretUnverified || c.Key == ""
	case c.Status == resolve.StatusSkipped && c.Reason == providers.Optional:
		t.skipped++
		isKey = 0
	case c.Status == resolve.StatusSkipped:
		t.unchecked++
	case isEmpty(c):
		t.empty++
	default:
		t.present++
	}
	t.keys += isKey
}

// explain collects why, of the verdicts that the secret's row is about: only where all of them say the same does the
// row say it.
func (t *tally) explain(c *resolve.Check) {
	switch {
	case t.secretMissing && c.Status != resolve.StatusMissingSecret,
		!t.secretMissing && t.missing > 0,
		!t.secretMissing && c.Status != resolve.StatusUnverified:
		return
	}
	why := cause(c)
	t.explanationsDiffer = t.explanationsDiffer || t.explanationKnown && why != t.why
	t.why, t.explanationKnown = why, true
}

// verdict returns the symbol and the words of the secret's row, and why it is so.
func (t tally) verdict() (symbol, sentence, because string) {
	switch {
	case t.secretMissing:
		return symbolMissing, "secret missing", t.why
	case t.missing > 0 && t.unverified > 0:
		return symbolIncomplete, t.ofKeys(t.missing, "missing") + ", " + strconv.Itoa(t.unverified) + " not verified", ""
	case t.missing > 0:
		return symbolIncomplete, t.ofKeys(t.missing, "missing"), ""
	case t.unverified == t.keys && t.unverified > 0, t.secretUnverified:
		return symbolUnverified, "not verified", t.why
	case t.unverified > 0:
		return symbolUnverified, t.ofKeys(t.unverified, "not verified"), t.why
	case t.empty > 0:
		return symbolEmpty, t.ofKeys(t.empty, "empty"), ""
	case t.present > 0:
		return symbolPresent, "present", ""
	case t.unchecked > 0:
		return symbolSkipped, "not checked", ""
	}
	return symbolSkipped, "optional and absent", ""
}

// others counts, for a list with everything in it, what the words of verdict leave out.
func (t tally) others(symbol string) string {
	others := ""
	if t.present > 0 && symbol != symbolPresent {
		others += ", " + strconv.Itoa(t.present) + " present"
	}
	if t.skipped > 0 && symbol != symbolSkipped {
		others += ", " + strconv.Itoa(t.skipped) + " optional and absent"
	}
	return others
}

func (t tally) ofKeys(n int, what string) string {
	if t.keys == 1 {
		return "key " + what
	}
	return strconv.Itoa(n) + " of " + count(t.keys, "key") + " " + what
}
