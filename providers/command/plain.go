package command

import (
	"strings"
	"unicode"
)

// longestLine is how many characters of what a program said are shown.
const longestLine = 200

// plain returns text without the characters that act instead of showing.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, text)
}

func clip(text string) string {
	if runes := []rune(text); len(runes) > longestLine {
		return string(runes[:longestLine]) + "…"
	}
	return text
}
