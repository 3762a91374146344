package docs

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var (
	heading  = regexp.MustCompile(`^(#{1,6})\s+(.*?)\s*#*\s*$`)
	markdown = regexp.MustCompile("\\[([^\\]]*)\\]\\([^)]*\\)|[`*]")
	named    = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
)

// headingText returns what a reader sees of a heading.
func headingText(source string) string {
	return strings.TrimSpace(markdown.ReplaceAllString(source, "$1"))
}

// sectionsOf returns the headings of the second level, in order.
func sectionsOf(source string) []string {
	var sections []string
	for _, line := range proseOf(source) {
		if found := heading.FindStringSubmatch(line); found != nil && found[1] == "##" {
			sections = append(sections, headingText(found[2]))
		}
	}
	return sections
}

// anchorsOf returns the fragments that links to a page may have: those that GitHub makes of its headings, and the named
// ones.
func anchorsOf(source string) map[string]bool {
	anchors := map[string]bool{}
	for _, line := range proseOf(source) {
		for _, found := range named.FindAllStringSubmatch(line, -1) {
			anchors[found[1]] = true
		}
		found := heading.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		anchor := slug(headingText(found[2]))
		for unique, n := anchor, 1; ; n++ {
			if !anchors[unique] {
				anchors[unique] = true
				break
			}
			unique = anchor + "-" + strconv.Itoa(n)
		}
	}
	return anchors
}

// slug makes a fragment of a heading: letters, digits, "-" and "_" in lower case, and "-" for each blank.
func slug(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return -1
		}
	}, text)
}

// proseOf returns the lines of a page, those of fenced blocks emptied.
func proseOf(source string) []string {
	lines := strings.Split(source, "\n")
	open := ""
	for i, line := range lines {
		found := fence.FindStringSubmatch(line)
		switch {
		case open == "" && found != nil:
			open = found[1]
		case open != "" && closes(found, open):
			open = ""
		case open == "":
			continue
		}
		lines[i] = ""
	}
	return lines
}
