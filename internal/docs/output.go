package docs

import (
	"regexp"
	"strings"
)

// ellipsis stands for any text within a line, or as a line of its own for any number of lines.
const ellipsis = "…"

// outputLines returns what a command printed as lines without blanks at their ends, which Markdown does not keep, and
// without empty lines at its end.
func outputLines(output string) []string {
	var lines []string
	for line := range strings.SplitSeq(output, "\n") {
		lines = append(lines, strings.TrimRight(line, " \t\r"))
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// matches says whether a command printed what the page says.
func matches(said, printed []string) bool {
	switch {
	case len(said) == 0:
		return len(printed) == 0
	case strings.TrimSpace(said[0]) == ellipsis:
		return matches(said[1:], printed) || len(printed) > 0 && matches(said, printed[1:])
	default:
		return len(printed) > 0 && lineMatches(said[0], printed[0]) && matches(said[1:], printed[1:])
	}
}

func lineMatches(said, printed string) bool {
	if !strings.Contains(said, ellipsis) {
		return strings.TrimRight(said, " \t") == printed
	}
	var pattern []string
	for part := range strings.SplitSeq(said, ellipsis) {
		pattern = append(pattern, regexp.QuoteMeta(part))
	}
	return regexp.MustCompile(`^` + strings.Join(pattern, `.*`) + `$`).MatchString(printed)
}

// renewed returns what the page should say instead of said: what was printed, with the lines of said that stand for
// it by an ellipsis kept.
func renewed(said, printed []string) []string {
	if matches(said, printed) {
		return said
	}
	lines := make([]string, len(printed))
	for i, line := range printed {
		lines[i] = line
		for _, old := range said {
			if strings.TrimSpace(old) != ellipsis && strings.Contains(old, ellipsis) && lineMatches(old, line) {
				lines[i] = old
			}
		}
	}
	return lines
}
