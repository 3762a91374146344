package config

import (
	"slices"
	"sort"

	"github.com/hashicorp/hcl/v2"
)

// Place returns the place in the files of the bytes from start to end of a value's text: exactly, where they can be
// followed to a literal or to secret.NAME.KEY, else the innermost expression that gave them. written says whether the
// text stands in the files as it is.
func (c *Config) Place(v Value, start, end int) (at hcl.Range, written bool) {
	switch {
	case start >= end:
		return v.Range, false
	case v.origin.scanned != nil && v.origin.scanned.literal != nil:
		if at, ok := v.origin.scanned.literal.place(v.Text, start, end); ok {
			return at, true
		}
		return v.Range, true
	case v.origin.form != notLiteral:
		if at, ok := c.placeInLiteral(v.Range, v.origin.form, v.Text, start, end); ok {
			return at, true
		}
		return v.Range, true
	}
	parts := v.origin.partsOf(start, end)
	switch {
	case len(parts) == 0:
		return v.Range, false
	case len(parts) == 1:
		return c.placeInPart(v, parts[0], start, end)
	default:
		return c.placeAcross(v, parts, start, end)
	}
}

// partsOf returns the parts that hold the bytes from start to end.
func (o *origin) partsOf(start, end int) []part {
	first := sort.Search(len(o.parts), func(i int) bool { return o.parts[i].end > start })
	last := first + sort.Search(len(o.parts)-first, func(i int) bool { return o.parts[first+i].start >= end })
	return o.parts[first:last]
}

// placeInPart places bytes that lie in one part.
func (c *Config) placeInPart(v Value, p part, start, end int) (at hcl.Range, written bool) {
	switch {
	case p.form != notLiteral:
		if at, ok := c.placeInLiteral(p.at, p.form, v.Text[p.start:p.end], start-p.start, end-p.start); ok {
			return at, true
		}
		return p.at, true
	case p.reference:
		return p.at, true
	case p.sample != nil:
		if at, ok := c.placeInSample(p.sample, v.Text[start:end], start-p.start); ok {
			return at, true
		}
	}
	for _, mark := range v.origin.marks { // a reference somewhere else, in a local
		if mark.text() == v.Text[start:end] {
			return mark.at, true
		}
	}
	return p.at, false
}

// placeAcross places bytes that several parts give: from where the first begins to where the last ends.
func (c *Config) placeAcross(v Value, parts []part, start, end int) (at hcl.Range, written bool) {
	written = !slices.ContainsFunc(parts, func(p part) bool { return p.form == notLiteral && p.start < p.end })
	first, last := parts[0], parts[len(parts)-1]
	from, _ := c.placeInPart(v, first, start, first.end)
	to, _ := c.placeInPart(v, last, last.start, end)
	if from.Filename != v.Range.Filename || to.Filename != v.Range.Filename || from.Start.Byte > to.End.Byte {
		return v.Range, written
	}
	return hcl.RangeBetween(from, to), written
}

// placeInLiteral places the bytes from start to end of the text that a literal gave.
func (c *Config) placeInLiteral(at hcl.Range, form literalForm, text string, start, end int) (hcl.Range, bool) {
	literal, ok := c.literals.at(c.sources[at.Filename], at, form)
	if !ok {
		return hcl.Range{}, false
	}
	return literal.place(text, start, end)
}

// placeInSample places a reference by what it looks like.
func (c *Config) placeInSample(s *sample, text string, start int) (hcl.Range, bool) {
	s.written.once.Do(func() { c.findSpots(s.written) })
	spots := s.written.spots[opening(text)]
	if len(spots) == 0 {
		return hcl.Range{}, false
	}
	found := spots[min(s.nth(start), len(spots)-1)]
	candidate := s.written.candidates[found.candidate]
	if candidate.form == notLiteral {
		return candidate.at, candidate.text == text
	}
	literal, ok := c.literals.at(c.sources[candidate.at.Filename], candidate.at, candidate.form)
	if !ok || !literal.holds(text, found.start) {
		return hcl.Range{}, false
	}
	return literal.placeDecoded(found.start, found.start+len(text)), true
}

// findSpots notes where references may begin in what is written.
func (c *Config) findSpots(w *written) {
	w.spots = map[string][]spot{}
	for i, candidate := range w.candidates {
		text := candidate.text
		if candidate.form != notLiteral {
			literal, ok := c.literals.at(c.sources[candidate.at.Filename], candidate.at, candidate.form)
			if !ok {
				continue
			}
			text = literal.decoded.text
		}
		eachOpening(text, func(start int, opening string) {
			w.spots[opening] = append(w.spots[opening], spot{i, start})
		})
	}
}
