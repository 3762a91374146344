package config

import (
	"bytes"
	"strings"
)

// mayDeclare says whether a file may hold variables, locals or secret blocks: what other files refer to by value, so that
// it is parsed before them. It may be wrong in saying so, but not in denying it.
func mayDeclare(f *file) bool {
	if isJSON(f.name) && bytes.Contains(f.source, []byte(`\u`)) { // JSON can escape any letter of a name
		return true
	}
	for _, word := range []string{"variable", "locals", "secret"} {
		if mayBeginBlock(f.source, word) || isJSON(f.name) && mayBeName(f.source, word) {
			return true
		}
	}
	return false
}

// mayBeName says whether a word stands in JSON as the name of a member might: in quotes of either kind, wherever that is,
// since a comma may be missing.
func mayBeName(source []byte, word string) bool {
	return bytes.Contains(source, []byte(`"`+word+`"`)) || bytes.Contains(source, []byte("'"+word+"'"))
}

// mayBeginBlock says whether a word stands in source as the type of a block might.
func mayBeginBlock(source []byte, word string) bool {
	for from := 0; ; {
		i := bytes.Index(source[from:], []byte(word))
		if i < 0 {
			return false
		}
		start := from + i
		from = start + len(word)
		if opensBlock(source[from:]) && beginsItem(source[:start]) {
			return true
		}
	}
}

// opensBlock says whether what follows a word may be labels, a brace, a comment, or a value in JSON.
func opensBlock(after []byte) bool {
	if bytes.HasPrefix(after, []byte(`"`)) { // a label, or the end of the word
		return true
	}
	after = bytes.TrimLeft(after, " \t\r\n")
	if len(after) == 0 {
		return false
	}
	b := after[0]
	return b >= 0x80 || strings.IndexByte(`"{:_/#[`, b) >= 0 || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// beginsItem says whether a word may begin an item of a body after what comes before it.
func beginsItem(before []byte) bool {
	before = bytes.TrimRight(bytes.TrimSuffix(before, []byte(`"`)), " \t")
	return len(before) == 0 || strings.IndexByte("\n\r{,", before[len(before)-1]) >= 0 ||
		bytes.HasSuffix(before, []byte("*/")) || bytes.Equal(before, byteOrderMark)
}
