package conformance

import (
	"regexp"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/providers/providertest"
)

// The cases of providertest speak of the methods and fields of Go. An author of a program has the page on the protocol, and is
// told its words.
var words = []struct{ of, word string }{
	{`refused by Vet and by Write`, "refused"},
	{`Written\.(Created|Set|Kept|Removed)`, `$1`},
	{`Written\.`, ""},
	{`\bErrSecretExists\b`, "the reason exists"},
	{`\bErrSecretMissing\b`, "the reason missing"},
	{`\bIfMissing\b`, "if_missing"},
	{`\bIfPresent\b`, "if_present"},
	{`\bCreated\b`, `"created"`},
	{`\bSet\b`, `"set"`},
	{`\bKept\b`, `"kept"`},
	{`\bRemoved\b`, `"removed"`},
	{`\bAvailable\b`, `"available"`},
	{`\bKeep\b`, `"keep"`},
	{`\bListKeys\b`, "keys"},
	{`\bList\b`, "list"},
	{`\bCheck\b`, "check"},
	{`\bFetch\b`, "fetch"},
	{`\bWrite\b`, "write"},
	{`\bVet\b`, "zsv"},
	{`an \*Error\b`, "a reason with a detail"},
}

// expressions are those of words, compiled when they are needed.
var expressions = sync.OnceValue(func() []*regexp.Regexp {
	var all []*regexp.Regexp
	for _, w := range words {
		all = append(all, regexp.MustCompile(w.of))
	}
	return all
})

// inWords returns a text of the suite in the words of the protocol.
func inWords(text string) string {
	for i, expression := range expressions() {
		text = expression.ReplaceAllString(text, words[i].word)
	}
	return text
}

// A wording is a bench whose case is one of providertest.
type wording struct{ *bench }

// Errorf notes a finding in the words of the protocol.
func (w wording) Errorf(format string, args ...any) { w.bench.Errorf(inWords(format), worded(args)...) }

// Fatalf notes a finding in the words of the protocol and ends the case.
func (w wording) Fatalf(format string, args ...any) { w.bench.Fatalf(inWords(format), worded(args)...) }

// named are texts of the suite that stand in others; no text of a program is like that.
var named = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(an error of |a warning of |the query of )?[A-Z][A-Za-z.]*( for ".*| (with|without) .*)?$`)
})

// worded translates what of the suite stands in a finding.
func worded(args []any) []any {
	var all []any
	for _, arg := range args {
		if text, ok := arg.(string); ok && named().MatchString(text) {
			name, rest, _ := strings.Cut(text, ` for "`)
			arg = inWords(name)
			if rest != "" {
				arg = inWords(name) + ` for "` + rest
			}
		}
		all = append(all, arg)
	}
	return all
}

// trialOf returns a case of providertest as one of the kit.
func trialOf(c providertest.Case) trial {
	method := "check"
	if len(c.Powers) > 0 {
		method = strings.TrimPrefix(string(c.Powers[0]), "list ")
	}
	return trial{name: inWords(c.Name), demand: inWords(c.Demand),
		advice: "see what the protocol says of " + method + ", in docs/providers/protocol.md#" + method,
		run: func(b *bench) {
			b.isUnordered = true
			c.Run(wording{b}, b.subject())
		}}
}
