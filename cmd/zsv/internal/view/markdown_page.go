package view

import (
	"cmp"
	"fmt"
	"slices"
)

// markdownLimit is how many bytes a page has at most. A comment on GitHub takes 65,536 characters, which are never more
// than the bytes; the rest is for what a workflow puts before and after.
const markdownLimit = 64_000

// A markdownSection is a part of a page, with items of which some may find no room. What stands around them always does.
type markdownSection struct {
	title         []string
	before, after []string // around the items, where there are any: the head of a table, the fences of a block
	items         [][]string
	end           []string
	noun          string // for an item
	// importance decides who gets the room: the least number first.
	importance int
	// most is how many bytes the items have at most; 0 is all that there is room for.
	most int

	shown [][]string
}

// What is missing is cut last: only the commands that register it come before, and they have not much room.
const (
	importanceRemedies = iota
	importanceMissing
	importanceUnverified
	importanceDiagnostics
	importanceLoosened
	importanceAdvice
	importanceEmpty
	importanceCounts
	importanceGraph
	importancePresent
	importanceSkipped
)

// fit decides which items are shown.
func fit(sections []*markdownSection) {
	room := markdownLimit
	for _, s := range sections {
		room -= bytesOf(s.title) + bytesOf(s.before) + bytesOf(s.after) + bytesOf(s.end) + len(s.cutNote(len(s.items))) + len("\n\n\n\n\n")
	}
	byImportance := slices.Clone(sections)
	slices.SortStableFunc(byImportance, func(a, b *markdownSection) int { return cmp.Compare(a.importance, b.importance) })
	for _, s := range byImportance {
		left := room
		if s.most > 0 {
			left = min(left, s.most)
		}
		room -= s.fill(left)
		if s.most == 0 && len(s.shown) < len(s.items) { // what matters less does not get what is left
			room = 0
		}
	}
}

// fill shows the items that fit into so many bytes, and returns how many they take. One that is too large by itself does
// not keep the others out.
func (s *markdownSection) fill(room int) (used int) {
	for _, item := range s.items {
		if size := bytesOf(item); size <= room-used {
			s.shown = append(s.shown, item)
			used += size
		}
	}
	return used
}

func bytesOf(lines []string) int {
	size := 0
	for _, line := range lines {
		size += len(line) + len("\n")
	}
	return size
}

// print writes a section, with a blank line after each of its parts.
func (s *markdownSection) print(l *lines) {
	l.block(s.title)
	if len(s.shown) > 0 {
		for _, line := range s.before {
			l.print(line)
		}
		for _, item := range s.shown {
			for _, line := range item {
				l.print(line)
			}
		}
		l.block(s.after)
		if last := s.shown[len(s.shown)-1]; len(s.after) == 0 && last[len(last)-1] != "" {
			l.print()
		}
	}
	if cut := len(s.items) - len(s.shown); cut > 0 {
		l.block([]string{s.cutNote(cut)})
	}
	l.block(s.end)
}

// cutNote says how many items are not shown. What is cut of a table are its checks.
func (s *markdownSection) cutNote(n int) string {
	return fmt.Sprintf("There is no room here for %d more %s; the formats `text` and `json` have all.", n,
		plural(n, cmp.Or(s.noun, "check")))
}

// block writes lines and a blank one after them.
func (l *lines) block(lines []string) {
	for _, line := range lines {
		l.print(line)
	}
	if len(lines) > 0 {
		l.print()
	}
}
