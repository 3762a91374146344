package resolve

import (
	"regexp"
	"strings"
	"sync"
)

// An openValue is a secret in a file that does not parse, which may go on in the lines below.
type openValue struct {
	// indent is how deep the argument stands that it is the value of, or what closed brackets since. Where another
	// argument stands so deep, the value has ended.
	indent int
	// lasting says that this cannot be told, as nothing is indented.
	lasting bool

	begun  bool // some of it has been seen, or no sign that it must follow
	quoted bool // a string is open
	depth  int  // how many brackets are

	inHeredoc bool
	marker    string // the line that ends the heredoc; "" for none that is known
}

// beginValue reads the rest of the line behind a sensitive name.
func beginValue(indent int, rest string, json bool) *openValue {
	v := &openValue{indent: indent}
	rest = closingQuote().ReplaceAllString(rest, "")
	value := strings.TrimLeft(rest, " \t=:")
	v.lasting = indent == 0 && !complete().MatchString(rest) &&
		(strings.ContainsAny(value, "{[()]}") || assignment().MatchString(value))
	v.read(rest, json)
	return v
}

// closingQuote matches the quote behind a name.
var closingQuote = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\\?["'“”‘’]`) })

// isOpen says whether the value must go on. No value does not.
func (v *openValue) isOpen() bool {
	return v != nil && (!v.begun || v.quoted || v.depth > 0 || v.inHeredoc)
}

// complete matches a string with nothing but its name before and brackets behind it.
var complete = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t=:]*"(?:[^"\\]|\\.)*"[ \t,})\]]*$`)
})

// read takes in text of the value: the rest of its first line, or a whole line.
func (v *openValue) read(text string, json bool) {
	if v.inHeredoc {
		v.inHeredoc = v.marker == "" || strings.TrimSpace(text) != v.marker
		return
	}
	v.begun = strings.Trim(text, " \t") == "" || strings.Trim(text, " \t=:") != ""
	if strings.Trim(text, " \t)]},;") == "" && text != "" {
		v.indent = min(v.indent, indentation(text))
	}
	plain := complete().MatchString(text) && !v.quoted
	if plain && v.depth == 0 {
		return
	}
	if v.quoted {
		v.quoted = !strings.Contains(text, `"`)
	} else {
		v.quoted = oddQuotes(text)
	}
	v.depth = max(0, v.depth+openBrackets(text))
	if !json && !plain && strings.Contains(text, "<") {
		v.inHeredoc, v.marker = true, lastWord(strings.TrimRight(text, " \t\r\n"))
	}
}

// oddQuotes says whether a text may leave a string open, by the number of its quotes: all of them, or those without a
// backslash.
func oddQuotes(text string) bool {
	quotes := strings.Count(text, `"`)
	return quotes%2 == 1 || (quotes-strings.Count(text, `\"`))%2 == 1
}

// openBrackets counts brackets, wherever they stand and of whatever kind: those that open less those that close.
func openBrackets(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{', '(':
			depth++
		case ']', '}', ')':
			depth--
		}
	}
	return depth
}

// lastWord returns the word that a text ends with, or "": the marker of a heredoc, if that is one.
func lastWord(text string) string {
	return text[strings.LastIndexAny(text, " \t<-=\"'()[]{}#:,")+1:]
}
