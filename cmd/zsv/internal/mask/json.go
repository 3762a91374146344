package mask

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// inJSON returns a value as it stands in JSON strings. Writers differ in what they escape beyond what they must: Go's the
// characters of HTML, Python's all that is not ASCII, PHP's slashes too.
func inJSON(value string) []string {
	if !utf8.ValidString(value) {
		return nil
	}
	never := func(rune) bool { return false }
	html := func(r rune) bool { return r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' }
	foreign := func(r rune) bool { return r >= utf8.RuneSelf }
	return []string{
		escapeJSON(value, never), escapeJSON(value, html), escapeJSON(value, foreign),
		strings.ReplaceAll(escapeJSON(value, foreign), "/", `\/`),
	}
}

var shortEscapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`,
}

// escapeJSON escapes what must be escaped, and what else is to be.
func escapeJSON(value string, also func(rune) bool) string {
	var b strings.Builder
	for _, r := range value {
		short, ok := shortEscapes[r]
		switch {
		case ok:
			b.WriteString(short)
		case r > 0xffff && also(r):
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		case r < ' ' || also(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
