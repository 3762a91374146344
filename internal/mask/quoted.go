package mask

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted is a value as programs write it for people: Python's repr, of text and of bytes, and Go's %q. What they escape differs
// by the quotes that they put around it.
var quoted = []form{
	escaped(`\`, false), escaped(`\'`, false), escaped(`\"`, false), escaped(`\`, true), escaped(`\'`, true), escaped(`\"`, true),
}

// escaped puts a backslash before some characters, and writes control characters as Python and Go do; all bytes that are not
// ASCII, too, if it is to.
func escaped(these string, onlyASCII bool) form {
	return func(text []byte, value string) []byte {
		for i := 0; i < len(value); i++ {
			switch by := value[i]; {
			case strings.IndexByte(these, by) >= 0:
				text = append(text, '\\', by)
			case by == '\n' || by == '\r' || by == '\t':
				text = append(text, shortEscapes[rune(by)]...)
			case by < ' ' || by == 0x7f || by >= utf8.RuneSelf && onlyASCII:
				text = append(text, `\x`...)
				text = append(text, strconv.FormatUint(0x100|uint64(by), 16)[1:]...)
			default:
				text = append(text, by)
			}
		}
		return text
	}
}
