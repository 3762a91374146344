package mask

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/dotenv"
)

// shortest is the length from which on a part of a value, or an encoding's inner part, is searched for by itself: shorter
// ones stand in any output.
const shortest = 4

// patterns returns the strings that show a value: the value, with and without the blanks at its ends; each line of
// several; and the value in the encodings in which programs and libraries write strings. An empty value shows nothing.
func patterns(value string) []string {
	trimmed := strings.TrimSpace(value)
	all := append(lines(value), value, trimmed)
	for _, whole := range []string{value, trimmed} {
		all = append(all, strings.Trim(dotenv.Quote(whole), `"'`))
		all = slices.Concat(all, inJSON(whole), inURLs(whole), inBase64(whole))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(pattern string) bool { return pattern == "" })
}

// lines returns the lines of a value that has several, without the blanks at their ends. Keys and certificates are shown
// line by line, indented.
func lines(value string) []string {
	if !strings.ContainsAny(value, "\r\n") {
		return nil
	}
	var all []string
	for line := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '\r' || r == '\n' }) {
		if line = strings.TrimSpace(line); len(line) >= shortest {
			all = append(all, line)
		}
	}
	return all
}
