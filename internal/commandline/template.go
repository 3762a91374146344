package commandline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// A Template is an argument with placeholders in it.
type Template struct{ parts []part }

// A part is text, or the name of a placeholder.
type part struct {
	text          string
	isPlaceholder bool
}

// inBraces finds words in braces: in double ones they are text.
var inBraces = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{\{[A-Za-z_][A-Za-z0-9_-]*\}\}|\{[A-Za-z_][A-Za-z0-9_-]*\}`)
})

// ParseTemplate reads an argument. {word} is a placeholder, {{word}} the text {word}, and all else what it is. The
// problem, if there is one, are placeholders that are none of the known ones, in sentences for people.
func ParseTemplate(text string, known []string) (t Template, problem string) {
	var problems []string
	rest := 0
	for _, found := range inBraces().FindAllStringIndex(text, -1) {
		word := text[found[0]+1 : found[1]-1]
		t.add(part{text: text[rest:found[0]]})
		rest = found[1]
		switch {
		case strings.HasPrefix(word, "{"):
			t.add(part{text: word})
		case slices.Contains(known, word):
			t.add(part{word, true})
		default:
			problems = append(problems, unknownPlaceholder(word, known))
		}
	}
	t.add(part{text: text[rest:]})
	return t, strings.Join(problems, " ")
}

func unknownPlaceholder(word string, known []string) string {
	quoted := make([]string, len(known))
	for i, name := range known {
		quoted[i] = "{" + name + "}"
	}
	hint := suggest.DidYouMean("{"+word+"}", quoted)
	if hint == "" {
		hint = " Write " + suggest.OneOf(quoted) + "."
	}
	return fmt.Sprintf("There is no placeholder \"{%s}\" here.%s Text in braces that is no placeholder is written \"{{%[1]s}}\".",
		word, hint)
}

func (t *Template) add(p part) {
	if p.text != "" {
		t.parts = append(t.parts, p)
	}
}

// Placeholders returns the names of the placeholders in it.
func (t Template) Placeholders() []string {
	var names []string
	for _, p := range t.parts {
		if p.isPlaceholder {
			names = append(names, p.text)
		}
	}
	return names
}

// String returns the argument as it is written.
func (t Template) String() string {
	var b strings.Builder
	for _, p := range t.parts {
		if p.isPlaceholder {
			b.WriteString("{" + p.text + "}")
		} else {
			b.WriteString(inBraces().ReplaceAllString(p.text, "{$0}"))
		}
	}
	return b.String()
}

// fill returns the argument with values in place of the placeholders.
func (t Template) fill(values map[string]string) string { return fill(t.parts, values) }

func fill(parts []part, values map[string]string) string {
	var b strings.Builder
	for _, p := range parts {
		if p.isPlaceholder {
			b.WriteString(values[p.text])
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}
