package file

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// A malformed error says where a file breaks its format and what was expected there. It never has a parser's own text,
// which quotes values.
type malformed struct {
	line     int // from 1; 0 where it is not known
	expected string
}

// Error names the line, where it is known, and what was expected.
func (m *malformed) Error() string {
	if m.line == 0 {
		return "expected " + m.expected
	}
	return fmt.Sprintf("line %d: expected %s", m.line, m.expected)
}

// maxDepth is how deep lists and maps may be nested in one another.
const maxDepth = 500

func tooDeep(line int) error {
	return &malformed{line, fmt.Sprintf("maps and lists nested at most %d deep", maxDepth)}
}

// maxEntries is how many lines, items and keys a file may have: parsed, each takes a hundred times its size.
const maxEntries = 1_000_000

// plainText returns text without its byte order mark, and the mark, if it is UTF-8 and not overly intricate.
func plainText(text []byte) (plain, mark []byte, err error) {
	plain = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(plain) {
		return nil, nil, &malformed{firstInvalid(plain), "text in UTF-8"}
	}
	if isIntricate(plain) {
		return nil, nil, &malformed{1, fmt.Sprintf("a file with at most %d lines, items and keys", maxEntries)}
	}
	return plain, text[:len(text)-len(plain)], nil
}

func isIntricate(text []byte) bool {
	entries := 0
	for _, mark := range []string{"\n", ",", ":", "[", "{"} {
		entries += bytes.Count(text, []byte(mark))
	}
	return entries > maxEntries
}

// firstInvalid returns the line of the first byte that is not UTF-8.
func firstInvalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return lineAt(text, i)
		}
		i += size
	}
	return 1
}

// lineAt returns the line of a byte, from 1.
func lineAt(text []byte, offset int) int {
	return 1 + bytes.Count(text[:min(max(offset, 0), len(text))], []byte("\n"))
}
