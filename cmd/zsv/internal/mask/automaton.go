package mask

import "slices"

// An automaton finds all of many strings in one pass over a text, as Aho and Corasick do it ("Efficient string matching",
// 1975): it is in the state of the longest beginning of a string that the text ends with.
type automaton struct {
	states []state
	// forks are the states in which several bytes lead on, with where every byte leads. Most states are in the middle of
	// one string, and need none.
	forks [][256]int32
}

// start is the state of the empty beginning. It is the first of the forks.
const start int32 = 0

// A state stands for a beginning of a string.
type state struct {
	depth   int32 // its length
	longest int32 // the length of the longest whole string that it ends with; 0: none
	open    int32 // the length of the longest beginning it ends with that goes on
	shorter int32 // the state of the longest beginning it ends with, apart from itself
	fork    int32 // its place in forks; none: -1
	next    int32 // where no fork: the state that one byte leads on to; none: start
	by      byte  // that byte
}

// An origin is the state before a state, and the byte between.
type origin struct {
	from int32
	by   byte
}

func newAutomaton(patterns []string) *automaton {
	a := &automaton{states: make([]state, 1), forks: make([][256]int32, 1)}
	origins := []origin{{}}
	for _, pattern := range patterns {
		at := start
		for i := range len(pattern) {
			next := a.child(at, pattern[i])
			if next == start {
				next = a.grow(at, pattern[i])
				origins = append(origins, origin{at, pattern[i]})
			}
			at = next
		}
		a.states[at].longest = int32(len(pattern))
	}
	a.connect(origins)
	return a
}

// child returns the state that a byte leads on to, or start.
func (a *automaton) child(from int32, by byte) int32 {
	s := &a.states[from]
	switch {
	case s.fork >= 0:
		return a.forks[s.fork][by]
	case s.by == by:
		return s.next
	}
	return start
}

// grow adds the state that a byte leads on to.
func (a *automaton) grow(from int32, by byte) int32 {
	added := int32(len(a.states))
	a.states = append(a.states, state{depth: a.states[from].depth + 1, fork: -1})
	s := &a.states[from]
	if s.fork < 0 && s.next == start {
		s.next, s.by = added, by
		return added
	}
	if s.fork < 0 {
		s.fork = int32(len(a.forks))
		a.forks = append(a.forks, [256]int32{})
		a.forks[s.fork][s.by] = s.next
	}
	a.forks[s.fork][by] = added
	return added
}

// connect finds where each state leads with the bytes that do not lead on: where its longest shorter one does. So it
// takes the shorter ones first.
func (a *automaton) connect(origins []origin) {
	for _, at := range a.byDepth()[1:] {
		s, o := &a.states[at], origins[at]
		if o.from != start {
			s.shorter = a.step(a.states[o.from].shorter, o.by)
		}
		shorter := &a.states[s.shorter]
		s.longest, s.open = max(s.longest, shorter.longest), shorter.open
		if s.fork >= 0 || s.next != start {
			s.open = s.depth
		}
		if s.fork >= 0 {
			a.complete(s)
		}
	}
}

func (a *automaton) byDepth() []int32 {
	all := make([]int32, len(a.states))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortFunc(all, func(x, y int32) int { return int(a.states[x].depth - a.states[y].depth) })
	return all
}

func (a *automaton) complete(s *state) {
	fork := &a.forks[s.fork]
	for by := range fork {
		if fork[by] == start {
			fork[by] = a.step(s.shorter, byte(by))
		}
	}
}

// step returns the state after one more byte of the text.
func (a *automaton) step(at int32, by byte) int32 {
	for {
		s := &a.states[at]
		switch {
		case s.fork >= 0:
			return a.forks[s.fork][by]
		case s.by == by && s.next != start:
			return s.next
		}
		at = s.shorter
	}
}

// matched returns the length of the longest string that ends here, or 0.
func (a *automaton) matched(at int32) int { return int(a.states[at].longest) }

// open returns how much of the end of the text may be the beginning of a string.
func (a *automaton) open(at int32) int { return int(a.states[at].open) }
