// Package docs holds the pages of the documentation that zsv itself shows, so that there is one text.
package docs

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed rules.md
var rulesPage string

// A RuleSection is what the page of rules says about one rule.
type RuleSection struct {
	// Rule is the section's heading.
	Rule string
	// Description is the prose before the fix, in Markdown, without line breaks but those between paragraphs.
	Description string
	// Text is the whole section without its heading, in Markdown, without the comments that say how its examples are run.
	Text string
}

// RuleSections returns the sections of the page of rules, in its order.
func RuleSections() []RuleSection {
	_, rest, _ := strings.Cut(rulesPage, "\n## ")
	parts := strings.Split(rest, "\n## ")
	sections := make([]RuleSection, len(parts))
	comments := regexp.MustCompile(`(?m)^<!--.*-->\n`)
	for i, part := range parts {
		heading, text, _ := strings.Cut(part, "\n")
		text = strings.TrimSpace(comments.ReplaceAllString(text, ""))
		before, _, _ := strings.Cut(text, "\n\nFix: ")
		sections[i] = RuleSection{Rule: heading, Description: unwrapped(before), Text: text}
	}
	return sections
}

// unwrapped joins the lines of each paragraph.
func unwrapped(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, paragraph := range paragraphs {
		paragraphs[i] = strings.ReplaceAll(paragraph, "\n", " ")
	}
	return strings.Join(paragraphs, "\n\n")
}
