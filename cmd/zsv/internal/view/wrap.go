package view

import "strings"

// wrap breaks scrubbed text at blanks into lines of at most so many columns. A word that is wider has a line of its own
// and is never broken: it may be a path or a command to copy. Zero columns and fewer break nothing.
func wrap(s string, columns int) []string {
	if columns <= 0 || displayWidth(s) <= columns {
		return []string{s}
	}
	return fill(strings.Fields(s), columns)
}

// Filled breaks a paragraph of zsv's own words into lines of at most so many columns.
func Filled(text string, columns int) string {
	return strings.Join(fill(strings.Fields(text), columns), "\n")
}

// fill puts words into lines of at most so many columns.
func fill(words []string, columns int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range words {
		wide := displayWidth(word)
		if used > 0 && used+1+wide > columns {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += wide
	}
	return append(lines, line.String())
}
