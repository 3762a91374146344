package pluginwire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain returns text on one line, of which no terminal does anything but show it: blanks in place of control characters, and
// nothing in place of those that change the direction or cannot be seen.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return '?'
		case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		default:
			return r
		}
	}, text)
}

// clip returns the beginning of a text, as many characters as given.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
