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
		room -= s.frame()
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

// frame returns how many bytes a section takes beside its items, at most.
func (s *markdownSection) frame() int {
	const blankLines = 5
	return bytesOf(slices.Concat(s.title, s.before, s.after, s.end, []string{s.cutNote(len(s.items))})) + blankLines
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

// lines returns the lines of a section, with a blank one after each of its parts.
func (s *markdownSection) lines() []string {
	lines := part(nil, s.title)
	if len(s.shown) > 0 {
		lines = part(lines, slices.Concat(s.before, slices.Concat(s.shown...), s.after))
	}
	if cut := len(s.items) - len(s.shown); cut > 0 {
		lines = part(lines, []string{s.cutNote(cut)})
	}
	return part(lines, s.end)
}

// part appends lines and a blank one, where there is none.
func part(lines, more []string) []string {
	lines = append(lines, more...)
	if len(more) > 0 && more[len(more)-1] != "" {
		lines = append(lines, "")
	}
	return lines
}

// cutNote says how many items are not shown. What is cut of a table are its checks.
func (s *markdownSection) cutNote(n int) string {
	return fmt.Sprintf("There is no room here for %d more %s; the formats `text` and `json` have all.", n,
		plural(n, cmp.Or(s.noun, "check")))
}
