package mask

import (
	"encoding/base64"
	"iter"
)

// base64Patterns are the strings that show a value in base64: by itself, at the end of what was encoded with it, such as
// the password in a header for HTTP's basic authentication, and in the middle of it. Three bytes become four characters,
// so that it depends on the bytes before the value, by their number, which characters are the value's. With each comes
// how many "=" may follow it. Each is good until the next one.
func base64Patterns(value string) iter.Seq2[[]byte, int] {
	return func(yield func([]byte, int) bool) {
		for _, whole := range wholes(value) {
			var text []byte
			for before := range 3 {
				if text = encode(text[:0], before, whole); !yieldParts(text, before, len(whole), yield) {
					return
				}
			}
		}
	}
}

// encode appends a value in base64, after some bytes that are 0.
func encode(text []byte, before int, value string) []byte {
	head := min(len(value), (3-before)%3)
	text = base64.RawStdEncoding.AppendEncode(text, append(make([]byte, before, 3), value[:head]...))
	return base64.RawStdEncoding.AppendEncode(text, []byte(value[head:]))
}

// yieldParts yields the characters that are made of a value's bits alone if it is in the middle, and if it is at the end.
func yieldParts(text []byte, before, length int, yield func([]byte, int) bool) bool {
	first, inner := (before*8+5)/6, (before+length)*8/6
	padding := (3 - (before+length)%3) % 3
	if length == 0 {
		return true
	}
	if before == 0 && len(text) < shortest {
		return yield(append(text, "=="[:padding]...), 0)
	}
	if inner-first >= shortest && !yield(text[first:inner], 0) {
		return false
	}
	return len(text)-first < shortest || yield(text[first:], padding)
}
