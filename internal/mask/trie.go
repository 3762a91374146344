package mask

import "bytes"

// A trie holds strings by their beginnings: what several begin with, it holds once. Its size is that of what is left, and
// a node for each end and each fork.
type trie struct {
	nodes []node     // the first is the empty beginning
	first [256]int32 // its children: most bytes of a text are looked for there
}

// A node stands for a beginning that a string ends with, or after which strings differ.
type node struct {
	label    string // what it ends with beyond the node before it
	depth    int32  // its length
	ends     bool   // a string ends here
	padding  int8   // how many "=" may follow that string
	keys     []byte // the first bytes of the labels that lead on
	children []int32
}

// A place is a beginning of a string, on the way to a node or at it: the node, and how much of its label is in it.
type place struct{ node, offset int32 }

// root is the place of the empty beginning.
var root = place{}

func newTrie() *trie { return &trie{nodes: make([]node, 1)} }

// add adds a string, of which it keeps what is new. An empty one is none.
func (t *trie) add(s []byte, padding int) {
	at := int32(0)
	for depth := 0; depth < len(s); depth = int(t.nodes[at].depth) {
		rest := s[depth:]
		child := t.child(at, rest[0])
		if child == 0 {
			at = t.grow(at, rest)
			continue
		}
		if shared := sharedLength(t.nodes[child].label, rest); shared < len(t.nodes[child].label) {
			child = t.split(at, child, shared)
		}
		at = child
	}
	end := &t.nodes[at]
	end.ends, end.padding = len(s) > 0, max(end.padding, int8(padding))
}

// child returns the node that a byte leads on to from another, or 0.
func (t *trie) child(from int32, by byte) int32 {
	if from == 0 {
		return t.first[by]
	}
	n := &t.nodes[from]
	if i := bytes.IndexByte(n.keys, by); i >= 0 {
		return n.children[i]
	}
	return 0
}

// grow adds a node after another.
func (t *trie) grow(from int32, label []byte) int32 {
	added := int32(len(t.nodes))
	t.nodes = append(t.nodes, node{label: string(label), depth: t.nodes[from].depth + int32(len(label))})
	if n := &t.nodes[from]; from == 0 {
		t.first[label[0]] = added
	} else {
		n.keys, n.children = append(n.keys, label[0]), append(n.children, added)
	}
	return added
}

// split puts a node before a child, at an offset of the child's label.
func (t *trie) split(from, child int32, offset int) int32 {
	added, lower := int32(len(t.nodes)), &t.nodes[child]
	upper := node{label: lower.label[:offset], depth: lower.depth - int32(len(lower.label)-offset),
		keys: []byte{lower.label[offset]}, children: []int32{child}}
	lower.label = lower.label[offset:]
	t.nodes = append(t.nodes, upper)
	if n := &t.nodes[from]; from == 0 {
		t.first[upper.label[0]] = added
	} else {
		n.children[bytes.IndexByte(n.keys, upper.label[0])] = added
	}
	return added
}

// next returns the place that a byte leads on to, if there is one.
func (t *trie) next(at place, by byte) (place, bool) {
	n := &t.nodes[at.node]
	if int(at.offset) < len(n.label) {
		return place{at.node, at.offset + 1}, n.label[at.offset] == by
	}
	if child := t.child(at.node, by); child != 0 {
		return place{child, 1}, true
	}
	return root, false
}

// goesOn says whether a place is the beginning of a string that is longer.
func (t *trie) goesOn(at place) bool {
	n := &t.nodes[at.node]
	return int(at.offset) < len(n.label) || len(n.children) > 0
}

// depth returns the length of what a place stands for.
func (t *trie) depth(at place) int {
	n := &t.nodes[at.node]
	return int(n.depth) - len(n.label) + int(at.offset)
}

func sharedLength(label string, s []byte) int {
	length := min(len(label), len(s))
	for i := range length {
		if label[i] != s[i] {
			return i
		}
	}
	return length
}
