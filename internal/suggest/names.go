package suggest

import (
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// budget is how many candidates Names compare in all. Ten thousand names among ten thousand then end within a second,
// however alike all of them are; whoever has fewer does not come near it.
const budget = 5_000_000

// Names are candidates for many names. They are not for concurrent use.
type Names struct {
	sorted []string
	shapes []shape
	folded map[string][]string // the first two that are one but for case and "-" for "_"
	left   int                 // of the budget
}

// A shape is what tells, without a comparison, that two names are not near.
type shape struct {
	length     int32
	characters uint64 // a set; several may share a bit
}

// Among returns candidates to hold names against.
func Among(candidates []string) *Names {
	sorted := slices.Compact(slices.Sorted(slices.Values(candidates)))
	n := &Names{sorted: slices.DeleteFunc(sorted, func(name string) bool { return name == "" }), left: budget}
	n.shapes, n.folded = make([]shape, len(n.sorted)), make(map[string][]string, len(n.sorted))
	for i, name := range n.sorted {
		n.shapes[i] = shapeOf(name)
		if alike := fold(name); len(n.folded[alike]) < 2 {
			n.folded[alike] = append(n.folded[alike], name)
		}
	}
	return n
}

func shapeOf(name string) shape {
	s := shape{length: int32(min(utf8.RuneCountInString(name), 1<<30))}
	for _, r := range name {
		s.characters |= 1 << (uint32(r) % 64)
	}
	return s
}

// mayBeWithin says whether so many edits may make one name of another: each adds and takes away one character at most.
func (s shape) mayBeWithin(edits int, other shape) bool {
	difference := int(s.length - other.length)
	return difference <= edits && -difference <= edits && bits.OnesCount64(s.characters^other.characters) <= 2*edits
}

// Closest is the function of that name for these candidates. After very many names only what differs in case is found.
func (n *Names) Closest(given string) string {
	for _, alike := range n.folded[fold(given)] {
		if alike != given {
			return alike
		}
	}
	best, within, m := "", limit(given), newMeter(given)
	for i, candidate := range n.sorted {
		if within < 1 || n.left <= 0 {
			break
		}
		if !m.shape.mayBeWithin(within, n.shapes[i]) || candidate == given {
			continue
		}
		n.left -= m.cost(candidate)
		if distance := m.distance(candidate, within); distance <= within {
			best, within = candidate, distance-1 // what comes later has to be nearer
		}
	}
	return best
}

// A meter measures how many edits make other names of one. It does so for all of its characters at a time, a bit each, as
// G. Myers found ("A fast bit-vector algorithm for approximate string matching", 1999).
type meter struct {
	name  string
	shape shape
	ascii [utf8.RuneSelf]uint64 // where in the name a character stands
	other map[rune]uint64
}

func newMeter(name string) *meter {
	m := &meter{name: name, shape: shapeOf(name)}
	if !m.fits() {
		return m
	}
	place := uint64(1)
	for _, r := range name {
		if r < utf8.RuneSelf {
			m.ascii[r] |= place
		} else {
			if m.other == nil {
				m.other = map[rune]uint64{}
			}
			m.other[r] |= place
		}
		place <<= 1
	}
	return m
}

// fits says whether there is a bit for each character.
func (m *meter) fits() bool { return m.shape.length <= 64 }

// cost is what a comparison takes of the budget.
func (m *meter) cost(candidate string) int {
	if m.fits() {
		return 1 + len(candidate)/64
	}
	return 1 + len(m.name)*len(candidate)/64
}

// distance returns the number of edits, or any that is larger than the most that count.
func (m *meter) distance(candidate string, most int) int {
	if !m.fits() {
		return levenshtein.Distance(m.name, candidate, nil)
	}
	length := int(m.shape.length)
	if length == 0 {
		return utf8.RuneCountInString(candidate)
	}
	more, less, distance, last := ^uint64(0), uint64(0), length, uint64(1)<<(length-1)
	left := utf8.RuneCountInString(candidate)
	for _, r := range candidate {
		places := m.placesOf(r)
		down := places | less
		across := (((places & more) + more) ^ more) | places
		gain, loss := less|^(across|more), more&across
		if gain&last != 0 {
			distance++
		} else if loss&last != 0 {
			distance--
		}
		if left--; distance-left > most {
			return most + 1
		}
		gain, loss = gain<<1|1, loss<<1
		more, less = loss|^(down|gain), gain&down
	}
	return distance
}

func (m *meter) placesOf(r rune) uint64 {
	if r < utf8.RuneSelf {
		return m.ascii[r]
	}
	return m.other[r]
}
