package mask

// An automaton finds all strings of a trie in one pass over a text, as Aho and Corasick do it ("Efficient string matching",
// 1975): it is at the place of the longest beginning of a string that the text ends with. Unlike theirs it works out
// nothing ahead. What it has to know of a place it learns when the text leads there, and forgets it again: a text leads to
// few places, and a trie of long strings has many.
type automaton struct {
	trie  *trie
	at    place
	links [][]link // of each node, for the offsets 1, 2, …: those of the places that were visited since it forgot
	known int      // how many
}

// A link is what an automaton knows of a place.
type link struct {
	shorter place   // of the longest beginning that it ends with, apart from itself
	found   finding // the longest string that it ends with
}

// A finding is a string that was found: its length, or 0; and how many "=" may follow.
type finding struct {
	length  int32
	padding int8
}

// memory is how many links an automaton may remember, at sixteen bytes each, when it may forget.
const memory = 1 << 16

func newAutomaton(t *trie) *automaton {
	return &automaton{trie: t, links: make([][]link, len(t.nodes))}
}

// step takes the next byte of the text.
func (a *automaton) step(by byte) {
	a.at = a.after(a.at, by)
	if a.at == root && a.known > memory {
		clear(a.links)
		a.known = 0
	}
}

// restart forgets the text.
func (a *automaton) restart() { a.at = root }

// found returns the longest string that ends here.
func (a *automaton) found() finding {
	if a.at == root {
		return finding{}
	}
	return a.link(a.at).found
}

// open returns how much of the end of the text may be the beginning of a string.
func (a *automaton) open() int {
	at := a.at
	for at != root && !a.trie.goesOn(at) {
		at = a.link(at).shorter
	}
	return a.trie.depth(at)
}

// after returns the place after one more byte.
func (a *automaton) after(at place, by byte) place {
	for at != root {
		next, leads := a.trie.next(at, by)
		if leads {
			a.visit(at, next, by)
			return next
		}
		at = a.link(at).shorter
	}
	first := a.trie.first[by]
	if first == 0 {
		return root
	}
	next := place{first, 1}
	a.visit(root, next, by)
	return next
}

func (a *automaton) link(at place) *link { return &a.links[at.node][at.offset-1] }

// visit learns of a place, to which a byte has led from another. All places that are shorter than that one are known.
func (a *automaton) visit(from, to place, by byte) {
	if int(to.offset) <= len(a.links[to.node]) {
		return
	}
	var l link
	if from != root {
		l.shorter = a.after(a.link(from).shorter, by)
	}
	if l.shorter != root {
		l.found = a.link(l.shorter).found
	}
	if n := &a.trie.nodes[to.node]; n.ends && int(to.offset) == len(n.label) {
		l.found = finding{n.depth, max(n.padding, l.found.padding)}
	}
	a.links[to.node] = append(a.links[to.node], l)
	a.known++
}
