package view

import "strings"

// Sentences breaks text that Plain has made into lines of at most so many columns, for people at a terminal. Further lines
// are indented two columns more than the first one. A command that people are told to run is never broken: it is there to
// be copied.
func Sentences(text string, columns int) string {
	if columns <= 0 || displayWidth(text) <= columns {
		return text
	}
	words := strings.TrimLeft(text, " ")
	margin := text[:len(text)-len(words)]
	lines := fill(wordsOf(words), max(columns-len(margin)-2, leastColumns))
	return margin + strings.Join(lines, "\n"+margin+"  ")
}

// wordsOf splits sentences at blanks, but not within a command to copy.
func wordsOf(text string) []string {
	var words []string
	for {
		start := commandStart(text)
		if start < 0 {
			return append(words, strings.Fields(text)...)
		}
		words = append(words, strings.Fields(text[:start])...)
		length := commandLength(text[start:])
		words = append(words, text[start:start+length])
		text = text[start+length:]
	}
}

// commandStart returns where a command begins, as in "Run zsv plan" and "do this: zsv plan"; -1 where there is none.
func commandStart(text string) int {
	first := -1
	for _, lead := range []struct {
		words   string
		command int // what of them is the command already
	}{{"Run ", 0}, {": zsv ", len("zsv ")}, {": vault ", len("vault ")}} {
		if i := strings.Index(text, lead.words); i >= 0 && (first < 0 || i+len(lead.words)-lead.command < first) {
			first = i + len(lead.words) - lead.command
		}
	}
	return first
}

// commandLength returns how long the command is that a text begins with: up to what is said about it, or up to the
// end of the sentence. Neither is found in quotes.
func commandLength(text string) int {
	quote := byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == ' ' && (strings.HasPrefix(text[i:], " to ") || i > 0 && (text[i-1] == '.' || text[i-1] == '?')):
			return i
		}
	}
	return len(text)
}
