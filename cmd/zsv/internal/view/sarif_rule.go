package view

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/docs"
)

const repository = "https://github.com/zsv-dev/zsv"

// sarifRules describes all rules, whichever occur: then the descriptions change only with the version, as GitHub advises,
// and a reader that gathers files needs no merging.
func sarifRules(version string) []sarifRule {
	pages := repository + "/blob/main"
	if isRelease(version) {
		pages = repository + "/blob/v" + version
	}
	m := newHelpTexts(pages)
	sections := docs.RuleSections()
	rules := make([]sarifRule, len(sections))
	for i, section := range sections {
		level := severity(config.Rule(section.Rule).DefaultSeverity())
		description := m.plain(section.Description)
		rules[i] = sarifRule{
			ID:                   section.Rule,
			Name:                 readableName(section.Rule),
			ShortDescription:     sarifText{Text: firstSentence(description)},
			FullDescription:      sarifText{Text: description},
			Help:                 sarifText{Text: m.plain(section.Text), Markdown: m.markdown(section.Text)},
			HelpURI:              pages + "/docs/rules.md#" + section.Rule,
			DefaultConfiguration: sarifConfiguration{level},
			Properties:           sarifRuleProperties{level, securitySeverity(section.Rule), ruleTags(section.Rule)},
		}
	}
	return rules
}

// isRelease says whether there is a tag of this version. That of a build between two releases has more to it.
func isRelease(version string) bool {
	return regexp.MustCompile(`^\d+\.\d+\.\d+(-(alpha|beta|rc)[.\d]*)?$`).MatchString(version)
}

// leaks are the rules on secrets that lie open, and so the only ones on security.
var leaks = []string{string(config.RulePlaintextSecret), string(config.RulePlaintextStore)}

// securitySeverity returns how bad GitHub is to call what breaks the rule: from 7.0 on it is "high".
func securitySeverity(rule string) string {
	if slices.Contains(leaks, rule) {
		return "7.5"
	}
	return ""
}

// ruleTags returns what people filter by. CWE-312 is the storage of sensitive information in clear text.
func ruleTags(rule string) []string {
	if slices.Contains(leaks, rule) {
		return []string{"secrets", "security", "external/cwe/cwe-312"}
	}
	return []string{"secrets"}
}

// wordNames are the readable names of the rules that are called by one word.
var wordNames = map[config.Rule]string{
	config.RuleUnverified: "NotVerified", config.RuleSyntax: "SyntaxError", config.RuleConfiguration: "ConfigurationError",
	config.RuleUsage: "WrongUsage", config.RuleIO: "InputOutputError",
}

// readableName makes a name in the form that SARIF recommends, MissingSecret of missing-secret. It is another than the
// identifier, whatever the case of its letters.
func readableName(rule string) string {
	words := strings.Split(rule, "-")
	if len(words) == 1 {
		return wordNames[config.Rule(rule)]
	}
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// firstSentence returns a text up to its first full stop.
func firstSentence(text string) string {
	before, _, found := strings.Cut(text, ". ")
	if !found {
		return text
	}
	return before + "."
}

// helpTexts make texts to be shown elsewhere of a page of documentation.
type helpTexts struct {
	pages string // where the repository's files are to be read
	link  *regexp.Regexp
	fence *regexp.Regexp
	line  *regexp.Regexp
}

func newHelpTexts(pages string) *helpTexts {
	return &helpTexts{pages, regexp.MustCompile(`\[([^\]]*)\]\(([^)]*)\)`), regexp.MustCompile("(?ms)^```[a-z]*\n(.*?)\n```$"),
		regexp.MustCompile(`(?m)^.`)}
}

// markdown makes links absolute.
func (h *helpTexts) markdown(text string) string {
	return h.link.ReplaceAllStringFunc(text, func(link string) string {
		parts := h.link.FindStringSubmatch(link)
		return "[" + parts[1] + "](" + h.absolute(parts[2]) + ")"
	})
}

// absolute returns the address of what a page in docs links to.
func (h *helpTexts) absolute(target string) string {
	switch {
	case strings.Contains(target, "://"):
		return target
	case strings.HasPrefix(target, "#"):
		return h.pages + "/docs/rules.md" + target
	}
	return h.pages + "/" + path.Join("docs", target)
}

// plain takes the marks of Markdown out, and sets code apart by blanks.
func (h *helpTexts) plain(text string) string {
	var b strings.Builder
	for {
		at := h.fence.FindStringSubmatchIndex(text)
		if at == nil {
			b.WriteString(h.prose(text))
			return b.String()
		}
		b.WriteString(h.prose(text[:at[0]]))
		b.WriteString(h.line.ReplaceAllString(text[at[2]:at[3]], "    $0"))
		text = text[at[1]:]
	}
}

func (h *helpTexts) prose(text string) string {
	return strings.ReplaceAll(h.link.ReplaceAllString(text, "$1"), "`", "")
}
