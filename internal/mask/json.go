package mask

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// inJSON is a value as it stands in JSON strings. Writers differ in what they escape beyond what they must: Go's the
// characters of HTML, Python's all that is not ASCII, PHP's slashes too.
var inJSON = []form{
	escapedInJSON(func(rune) bool { return false }),
	escapedInJSON(func(r rune) bool { return r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' }),
	escapedInJSON(func(r rune) bool { return r >= utf8.RuneSelf }),
	escapedInJSON(func(r rune) bool { return r >= utf8.RuneSelf || r == '/' }),
}

var shortEscapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`,
}

// escapedInJSON escapes what must be escaped, and what else is to be. What is no UTF-8 does not stand in JSON.
func escapedInJSON(also func(rune) bool) form {
	return func(text []byte, value string) []byte {
		if !utf8.ValidString(value) {
			return text
		}
		for _, r := range value {
			text = appendInJSON(text, r, also)
		}
		return text
	}
}

func appendInJSON(text []byte, r rune, also func(rune) bool) []byte {
	if r >= ' ' && r != '"' && r != '\\' && !also(r) {
		return utf8.AppendRune(text, r)
	}
	if r == '/' {
		return append(text, `\/`...)
	}
	if short, ok := shortEscapes[r]; ok {
		return append(text, short...)
	}
	for _, unit := range utf16.AppendRune(nil, r) {
		text = append(text, `\u`...)
		text = append(text, strconv.FormatUint(0x10000|uint64(unit), 16)[1:]...)
	}
	return text
}
