package mask

import (
	"slices"
	"sort"
)

// An unfolding finds strings in base64, however the text is folded into lines: it passes over the line breaks, with the
// blanks after them, and reads the alphabet for URLs as the other one.
//
// A break is no reason to hold a line back when only its last few characters look like a string, for so do those of many
// lines: others may be waiting for that line. What such a string has before the break is not masked then. A line that is
// long enough to have been folded is an exception.
type unfolding struct {
	*automaton
	chars   int   // how many characters the text had so far, without what was passed over
	skipped int   // how many bytes were passed over
	line    int   // how many characters of base64 the line ends with
	inGap   bool  // the text ends with a gap
	gaps    []gap // those that may be in a string that is yet to be found, and sometimes some before them
	before  int   // how many bytes were passed over before these gaps
}

// A gap is a line break, or several, with the blanks after it.
type gap struct {
	chars   int  // how many characters are before it
	skipped int  // how many bytes were passed over up to its end
	plain   bool // its line does not look as if it was folded
}

const (
	few      = shortest // a string that has fewer characters before a break is not held back at it,
	foldedAt = 60       // unless the line has as many of base64 as this. Programs fold at 60, 64, 70, 72 and 76.
)

func newUnfolding(t *trie) *unfolding { return &unfolding{automaton: newAutomaton(t)} }

// step takes the next byte of the text.
func (u *unfolding) step(by byte) {
	isBreak := by == '\n' || by == '\r'
	switch {
	case isBreak && !u.inGap:
		u.begin()
		u.skip()
	case isBreak, u.inGap && (by == ' ' || by == '\t'):
		u.skip()
	default:
		u.inGap = false
		u.char(by)
	}
}

func (u *unfolding) char(by byte) {
	switch {
	case by == '-':
		by = '+'
	case by == '_':
		by = '/'
	}
	u.chars++
	u.line++
	if !isBase64(by) {
		u.line = 0
	}
	u.automaton.step(by)
}

// found returns the longest string that ends with the last byte.
func (u *unfolding) found() finding {
	if u.inGap {
		return finding{}
	}
	return u.automaton.found()
}

func isBase64(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

// begin begins a gap, and forgets those that are before all that may be a string.
func (u *unfolding) begin() {
	opened := u.chars - u.open()
	if needed := u.gapBefore(opened); needed > len(u.gaps)/2 {
		u.before = u.gaps[needed-1].skipped
		u.gaps = slices.Delete(u.gaps, 0, needed)
	}
	u.gaps = append(u.gaps, gap{chars: u.chars, plain: u.line < foldedAt})
	u.inGap, u.line = true, 0
}

func (u *unfolding) skip() {
	u.skipped++
	u.gaps[len(u.gaps)-1].skipped = u.skipped
}

// gapBefore returns the number of gaps before a character that is counted from 0.
func (u *unfolding) gapBefore(char int) int {
	return sort.Search(len(u.gaps), func(i int) bool { return u.gaps[i].chars > char })
}

// offset returns the offset in the text from which on a string is masked, or may have to be, that has all characters but
// some first ones of the text.
func (u *unfolding) offset(length int) int {
	first := u.chars - length
	from, next := first, u.gapBefore(first)
	for i := next; i < len(u.gaps) && u.gaps[i].chars < first+few; i++ {
		if u.gaps[i].plain {
			from, next = u.gaps[i].chars, i+1
		}
	}
	if next == 0 {
		return from + u.before
	}
	return from + u.gaps[next-1].skipped
}
