package command

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/mask"
	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// said returns what the program wrote to standard error last, where the user allows that to be shown: without the credentials
// of its environment, and without what it printed: where that is not what it should be, nobody knows what is a value in it.
func (p *Provider) said(environ []string, r program.Result) string {
	if !p.command.ShowStderr {
		return ""
	}
	texts := printed(r.Stdout)
	text := mask.New(slices.Concat(mask.Credentials(environ), texts)).Text(string(whole(r.Stderr)))
	lines := strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' })
	for i := len(lines) - 1; i >= 0; i-- {
		if line := strings.TrimSpace(plain(lines[i])); line != "" {
			return fmt.Sprintf(" and said %q", clip(without(texts, line[:min(len(line), mostLooked)])))
		}
	}
	return ""
}

// mayBeCut is from which length on a text may be only the beginning of what was written.
const mayBeCut = 16 << 10

// whole returns the lines of a text that are whole: half a credential cannot be told from other text.
func whole(text []byte) []byte {
	if len(text) < mayBeCut {
		return text
	}
	return text[:bytes.LastIndexByte(text, '\n')+1]
}

// shortestPrinted keeps texts that are everywhere, such as "0" or "id", from being taken for values.
const shortestPrinted = 4

// printed returns what may be values in an output: the texts in JSON, else the lines.
func printed(stdout []byte) (values []providers.Value) {
	take := func(text string) {
		if len(text) >= shortestPrinted {
			values = append(values, providers.NewValue(text))
		}
	}
	root, err := strictjson.Parse(stdout, deepest)
	if err != nil {
		for line := range strings.Lines(string(stdout)) {
			take(strings.TrimSpace(line))
		}
		return values
	}
	eachText(root, take)
	return values
}

// mostLooked is how many bytes of a line are looked at: more than are shown, so that no word is cut that is.
const mostLooked = 1000

// tellingPart is how many characters of a word, one after the other, tell it: no more of what was printed is shown.
const tellingPart = 6

// without returns a line with a mask in place of each word of which a part stands in one of the texts.
func without(texts []providers.Value, line string) string {
	return word().ReplaceAllStringFunc(line, func(word string) string {
		for i := 0; i == 0 || i+tellingPart <= len(word); i++ {
			part := word[i:min(i+tellingPart, len(word))]
			if slices.ContainsFunc(texts, func(v providers.Value) bool { return strings.Contains(v.Reveal(), part) }) {
				return "***"
			}
		}
		return word
	})
}

// word is for what may be a value, or a part of one, in a line.
var word = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^\s"'()<>:;,.=]{4,}`) })

// eachText calls take with every text in JSON that is no name of a member.
func eachText(node any, take func(string)) {
	switch node := node.(type) {
	case string:
		take(node)
	case strictjson.Number:
		take(string(node))
	case []any:
		for _, item := range node {
			eachText(item, take)
		}
	case strictjson.Object:
		for _, member := range node {
			eachText(member, take)
		}
	}
}
