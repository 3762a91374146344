package view

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/resolve"
)

func (s *sarif) result(f finding) sarifResult {
	result := sarifResult{
		RuleID: f.rule, RuleIndex: s.ruleIndex(f.rule), Level: f.severity, Message: sarifMessage(f.sentence()),
		PartialFingerprints: s.fingerprints.of(f, s.options),
	}
	if f.check == nil {
		result.Locations = []sarifLocation{sarifPlace(*f.place, f.diagnostic.Address)}
		result.Properties = diagnosticProperties(f.diagnostic)
		return result
	}
	result.Locations = []sarifLocation{sarifPlace(*f.place, f.check.Uses[0].Address)}
	result.Properties = checkProperties(f.check)
	s.addRelated(&result, f)
	return result
}

// addRelated adds the further places, as far as there is room, and mentions them in the message: GitHub shows only those.
func (s *sarif) addRelated(result *sarifResult, f finding) {
	fit := f.related[:min(len(f.related), maxSARIFLocations-1, maxSARIFRelated-s.related)]
	for i, p := range fit {
		location := sarifPlace(p, f.check.Uses[i+1].Address)
		location.ID, location.Message = i+1, &sarifText{Text: "Also used here."}
		result.RelatedLocations = append(result.RelatedLocations, location)
	}
	result.Properties.UsesCut = len(f.related) - len(fit)
	s.related += len(fit)
	s.relatedCut += result.Properties.UsesCut
	result.Message.Text += mentions(f.related, len(fit))
}

// maxMentions is how many further places a message names.
const maxMentions = 10

// mentions links to the first of the related locations.
func mentions(related []place, linked int) string {
	if len(related) == 0 {
		return ""
	}
	var links []string
	for i, p := range related[:min(linked, maxMentions)] {
		links = append(links, fmt.Sprintf("[%s](%d)", linkText(p.String()), i+1))
	}
	if more := len(related) - len(links); more > 0 {
		links = append(links, count(more, "more place"))
	}
	return " Also used at " + strings.Join(links, ", ") + "."
}

// sarifMessage makes a message of a sentence that is scrubbed. SARIF has links in messages, [text](target), which none from a
// configuration or a store becomes: what would begin or end one is escaped, as the standard has it.
func sarifMessage(sentence string) sarifText {
	first, size := utf8.DecodeRuneInString(sentence)
	sentence = string(unicode.ToUpper(first)) + sentence[size:]
	if strings.Contains(sentence, "](") {
		sentence = linkText(sentence)
	}
	if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "?") {
		sentence += "."
	}
	return sarifText{Text: sentence}
}

// linkText escapes what has a meaning in a message.
func linkText(text string) string { return messageEscapes.Replace(text) }

var messageEscapes = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

func checkProperties(c *resolve.Check) sarifResultProperties {
	return sarifResultProperties{
		Directory: scrub(c.Directory), Stack: scrub(c.Stack), Provider: scrub(c.Provider), Location: scrub(c.Location),
		Secret: scrub(c.Secret), Key: scrub(c.Key), Status: string(c.Status), Reason: scrub(string(c.Reason)),
		Suggestion: scrub(c.Suggestion), Attribute: scrub(c.Uses[0].Attribute),
	}
}

func diagnosticProperties(d *resolve.Diagnostic) sarifResultProperties {
	return sarifResultProperties{Directory: scrub(d.Directory), Reason: scrub(string(d.Reason))}
}
