package mask

import (
	"iter"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/dotenv"
)

// shortest is the length from which on a part of a value, or an encoding's inner part, is searched for by itself: shorter
// ones stand in any output.
const shortest = 4

// A form is a way in which programs and libraries write strings. It appends a value to a text, as it is written so.
type form func(text []byte, value string) []byte

// forms are all but base64, which is folded into lines.
var forms = slices.Concat([]form{asIs, inDotenv}, inJSON, quoted, inURLs)

// patterns are the strings that show a value: the value, with and without the blanks at its ends, in each form; and each
// line of several. Some come more than once. Each is good until the next one: of a large value, they take up much
// more than the value.
func patterns(value string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var text []byte
		for _, whole := range wholes(value) {
			for _, write := range forms {
				if text = write(text[:0], whole); !yield(text) {
					return
				}
			}
		}
		for line := range lines(value) {
			if text = append(text[:0], line...); !yield(text) {
				return
			}
		}
	}
}

// wholes returns a value with and without the blanks at its ends.
func wholes(value string) []string {
	trimmed := strings.TrimSpace(value)
	if trimmed == value {
		return []string{value}
	}
	return []string{value, trimmed}
}

func asIs(text []byte, value string) []byte { return append(text, value...) }

func inDotenv(text []byte, value string) []byte {
	return append(text, strings.Trim(dotenv.Quote(value), `"'`)...)
}

// lines are the lines of a value that has several, without the blanks at their ends. Keys and certificates are shown line
// by line, indented.
func lines(value string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !strings.ContainsAny(value, "\r\n") {
			return
		}
		for line := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '\r' || r == '\n' }) {
			if line = strings.TrimSpace(line); len(line) >= shortest && !yield(line) {
				return
			}
		}
	}
}
