package view

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// Text of the configuration comes into Markdown in three forms: as code (names, places), as prose of which all but plain
// words is code, and as the lines of a block of code. In none of them does a code host find a link, a mention or any other
// markup: not even one that it makes of what it has rendered, for it leaves code alone.

// codeSpan writes text as code, so that it can stand in the cell of a table too. Where a span of code would not show it as
// it is, or the log that the page may be printed to would obey it, it is an element of HTML. In one of these GitHub still
// looks for addresses of mail, which begin before an "@": so that begins an element of its own.
func codeSpan(text string) string {
	if text == "" {
		return ""
	}
	blanks := strings.TrimSpace(text) != text || strings.Contains(text, "  ")
	if blanks || strings.ContainsAny(text, "`|") || strings.Contains(text, "##") {
		return "<code>" + strings.ReplaceAll(htmlText(text), "&#64;", "</code><code>&#64;") + "</code>"
	}
	return "`" + text + "`"
}

// htmlText writes text so that it is neither HTML nor Markdown: each sign becomes the number of its character.
func htmlText(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf && !isAlphanumeric(r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// How many columns texts take at most: a page has room for so much, and a single one must not use it up.
const (
	longestProse = 1000
	longestName  = 80
	longestFile  = 120
	longestPath  = 100 // of an attribute
)

// nameSpan writes the name of something as code.
func nameSpan(s string) string { return codeSpan(shortened(name(s), longestName)) }

// prose writes scrubbed sentences. Every word that could be more than a word is code, a command as a whole.
func prose(text string) string {
	words := wordsOf(shortened(text, longestProse))
	for i, word := range words {
		command, isRun := strings.CutPrefix(word, "Run ")
		switch {
		case isRun && strings.Contains(word, " "):
			words[i] = "Run " + proseWord(command)
		default:
			words[i] = proseWord(word)
		}
	}
	return strings.Join(words, " ")
}

// proseWord keeps the punctuation around a word out of the code.
func proseWord(word string) string {
	core := strings.TrimLeft(word, `("'`)
	before := word[:len(word)-len(core)]
	core = strings.TrimRight(core, `.,;:?!)"'`)
	after := word[len(before)+len(core):]
	if core == "" || isPlainWord(core) {
		return word
	}
	if strings.Contains(core, " ") { // a command: its quotes are its own
		return codeSpan(word)
	}
	return before + codeSpan(core) + after
}

// isPlainWord says whether a word is letters and digits, and dashes and apostrophes before a letter, and no more than that
// to a code host.
func isPlainWord(word string) bool {
	return word == "·" || word == "…" ||
		plainWord().MatchString(word) && !asciiSymbol().MatchString(word) && !linked().MatchString(word)
}

var (
	plainWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[\pL\pM\pN\pS]+(['’-][\pL\pM]+)*%?$`)
	})
	asciiSymbol = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("[$+<=>^`|~]") })
	// linked is what code hosts take for the number of a commit or of an issue, or for the beginning of an address.
	linked = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[0-9a-fA-F]{7}|[wW]{3}`) })
)

// codeBlock returns lines of text as a block of code in a language.
func codeBlock(language string, text []string) (before, lines, after []string) {
	longest := 2
	for _, line := range text {
		line = scrub(line)
		if isFence(line) && len(line) > longestFence {
			line = shortened(line, longestFence) // with a mark in it, so that it is none
		}
		if isFence(line) {
			longest = max(longest, strings.Count(line, "`"))
		}
		lines = append(lines, line)
	}
	fence := strings.Repeat("`", longest+1)
	return []string{fence + language}, lines, []string{fence}
}

// longestFence is how long a fence may be in a block of code: GitHub counts those around it up to 255.
const longestFence = 100

// isFence says whether a line could end a block of code.
func isFence(line string) bool { return strings.Contains(line, "`") && strings.Trim(line, "` ") == "" }

// shortened cuts scrubbed text that takes more than so many columns, in its middle: names are often told apart by their ends.
func shortened(text string, columns int) string {
	if displayWidth(text) <= columns {
		return text
	}
	end := columns / 3
	return head(text, columns-end-1) + "…" + tail(text, end)
}
