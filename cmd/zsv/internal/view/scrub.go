package view

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scrub makes untrusted text safe to show, on one line: what a terminal or a log would act on, or what would make text
// look like other text, is replaced by a visible escape. It is applied to each string once, on its way into a line.
func scrub(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isPlain recognises nearly all text without a copy: printable ASCII.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// hidden says whether a character acts instead of showing: controls, line and paragraph separators, and everything
// that Unicode calls a format character, such as the bidirectional ones and the zero-width space. The two joiners are
// left alone: scripts and emoji need them.
func hidden(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	switch {
	case r < utf8.RuneSelf:
		return r < ' ' || r == 0x7f
	case r == nonJoiner || r == joiner:
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// name shows the name of something. One that could not be seen, or whose ends could not, is quoted.
func name(s string) string {
	shown := scrub(s)
	if strings.TrimSpace(shown) != shown || shown == "" {
		return `"` + shown + `"`
	}
	return shown
}
