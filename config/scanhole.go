package config

import (
	"sort"
	"strings"
)

// A scannedText is what else is known of a value in a file that zsv did not define.
type scannedText struct {
	literal *placedLiteral // in YAML and JSON: where the text stands
	holes   []hole         // in order, none in another
	// hides says that a hole may hold the braces of a reference, so that none are to be seen in the text.
	hides bool
	// hidesIn says the same if the text is in the configuration of a component.
	hidesIn bool
	// isName says that the text is the name of a stack component.
	isName bool
}

// A hole is a part of a value's text that is not known: an interpolation that Terraform will evaluate. In the text
// something stands in its place.
type hole struct {
	start, end int    // in Value.Text
	source     string // what people are shown in its place
}

// holeMark stands in a text where something unknown does. It is no character that names have.
const holeMark = "\uFFFC"

// Computed returns the parts of a value that look like the beginning of a reference whose text is not known: what stands
// between braces and has a hole in it, or opens and does not close within a text that has holes.
func (v Value) Computed() []ComputedReference {
	if len(v.holes()) == 0 {
		return nil
	}
	var found []ComputedReference
	for start := 0; ; {
		open := strings.Index(v.Text[start:], "{{")
		if open < 0 {
			if len(found) == 0 && v.origin.scanned.hides {
				found = append(found, ComputedReference{End: len(v.Text), Name: v.shown(0, len(v.Text))})
			}
			return found
		}
		open += start
		end, closed := v.closing(open)
		if !closed || v.hasHole(open, end) {
			found = append(found, v.computed(open, end, closed))
		}
		start = end
	}
}

// Unfinished returns a text as people are shown it that is not known as a whole; ok is false of one that is.
func (v Value) Unfinished() (shown string, ok bool) {
	if len(v.holes()) == 0 {
		return "", false
	}
	return v.shown(0, len(v.Text)), true
}

// NamesComponent says whether a value is the name of a stack component.
func (v Value) NamesComponent() bool { return v.origin.scanned != nil && v.origin.scanned.isName }

func (v Value) holes() []hole {
	if v.origin.scanned == nil {
		return nil
	}
	return v.origin.scanned.holes
}

// closing returns where what opens at an offset is closed: not within a hole, which has braces of its own.
func (v Value) closing(open int) (end int, closed bool) {
	for at := open + len("{{"); at < len(v.Text); {
		i := strings.Index(v.Text[at:], "}}")
		if i < 0 {
			break
		}
		if h, in := v.holeAt(at + i); in && h.end < len(v.Text) && h.start > open {
			at = h.end
			continue
		}
		return at + i + len("}}"), true
	}
	return len(v.Text), false
}

func (v Value) holeAt(offset int) (h hole, in bool) {
	if first := v.firstHole(offset); len(first) > 0 && first[0].start <= offset {
		return first[0], true
	}
	return hole{}, false
}

func (v Value) hasHole(start, end int) bool {
	first := v.firstHole(start)
	return len(first) > 0 && first[0].start < end
}

// firstHole returns the holes that end behind an offset.
func (v Value) firstHole(offset int) []hole {
	holes := v.holes()
	return holes[sort.Search(len(holes), func(i int) bool { return holes[i].end > offset }):]
}

// A ComputedReference is a reference whose name or key is not known before the other tool runs.
type ComputedReference struct {
	Start, End int // in the value's text
	// Name and Key are what is known of them, with the source of what is not.
	Name, Key string
}

func (v Value) computed(start, end int, closed bool) ComputedReference {
	from, to := start+len("{{"), end
	if closed {
		to -= len("}}")
	}
	c := ComputedReference{Start: start, End: end}
	dot := v.dot(from, to)
	if dot < 0 {
		c.Name = v.shown(from, to)
		return c
	}
	c.Name, c.Key = v.shown(from, dot), v.shown(dot+1, to)
	return c
}

// dot returns where the dot is that ends the name: one that is not in a hole, unless all of it is one.
func (v Value) dot(from, to int) int {
	for i := from; i < to; i++ {
		if h, in := v.holeAt(i); v.Text[i] == '.' && (!in || h.start <= from && to <= h.end) {
			return i
		}
	}
	return -1
}

// shown returns a part of the text with the source of holes in their place.
func (v Value) shown(start, end int) string {
	var b strings.Builder
	for _, h := range v.firstHole(start) {
		if h.start >= end {
			break
		}
		b.WriteString(v.Text[start:max(start, h.start)])
		if h.start <= start && h.end >= end { // all of it
			return strings.TrimSpace(h.within(v.Text, start, end))
		}
		b.WriteString(h.source)
		start = min(max(start, h.end), end)
	}
	b.WriteString(v.Text[start:end])
	return strings.TrimSpace(b.String())
}

// within returns what is shown of a hole of which this is a part: of one that is a text as a whole, the part.
func (h hole) within(text string, start, end int) string {
	if h.source == text[h.start:h.end] {
		return text[start:end]
	}
	return h.source
}
