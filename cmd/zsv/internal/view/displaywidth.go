package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"golang.org/x/text/width"
)

// displayWidth returns the number of terminal columns that scrubbed text takes: by grapheme cluster, East Asian wide
// characters and emoji counting two.
func displayWidth(s string) int {
	if isASCII(s) {
		return len(s)
	}
	columns := 0
	for cluster := range clusters(s) {
		columns += clusterWidth(cluster)
	}
	return columns
}

// clusters yields the grapheme clusters of s: what readers take for one character.
func clusters(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for s != "" {
			next := s[:max(1, characterStart(s, longestCluster))]
			size, _, err := textseg.ScanGraphemeClusters([]byte(next), true)
			if err != nil || size == 0 {
				size = len(next)
			}
			if !yield(s[:size]) {
				return
			}
			s = s[size:]
		}
	}
}

// longestCluster bounds how far the end of a cluster is looked for, in bytes, to keep a long text linear. Real clusters
// are far shorter.
const longestCluster = 256

func clusterWidth(cluster string) int {
	widest := 0
	for _, r := range cluster {
		widest = max(widest, runeWidth(r))
	}
	const emojiPresentation = "\ufe0f"
	if widest == 1 && strings.Contains(cluster, emojiPresentation) {
		return 2
	}
	return widest
}

func runeWidth(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// head returns the longest beginning of s that fits into so many columns.
func head(s string, columns int) string {
	end := 0
	for cluster := range clusters(s) {
		columns -= clusterWidth(cluster)
		if columns < 0 {
			break
		}
		end += len(cluster)
	}
	return s[:end]
}

// tail returns the longest end of s that fits into so many columns.
func tail(s string, columns int) string {
	start, excess := 0, displayWidth(s)-columns
	for cluster := range clusters(s) {
		if excess <= 0 {
			break
		}
		excess -= clusterWidth(cluster)
		start += len(cluster)
	}
	return s[start:]
}
