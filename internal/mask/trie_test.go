package mask

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// TestSize bounds what is kept of values of different kinds: a few times what they would take up if each form of each
// value was there once.
func TestSize(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for name, test := range map[string]struct {
		values []string
		times  int
	}{
		"one of letters":      {[]string{randomHex(random, 100_000)}, 6},
		"many of letters":     {many(1000, func() string { return randomHex(random, 32) }), 7},
		"one of lines":        {[]string{lines64(random, 100_000)}, 20},
		"one of blanks":       {[]string{strings.Repeat(" ", 100_000)}, 20},
		"many that are alike": {many(1000, func() string { return strings.Repeat("x", 10_000) + randomHex(random, 8) }), 1},
	} {
		whole, kept, nodes := 0, 0, 0
		var values []providers.Value
		for _, value := range test.values {
			whole += len(value)
			values = append(values, providers.NewValue(value))
		}
		m := New(values)
		for _, tree := range []*trie{m.plain, m.base64} {
			nodes += len(tree.nodes)
			for _, n := range tree.nodes {
				kept += len(n.label)
			}
		}
		if kept > test.times*whole || nodes > whole/2+100 {
			t.Errorf("%s: of %d bytes, %d and %d nodes are kept", name, whole, kept, nodes)
		}
	}
}

// TestRepetition masks a value in which each part looks like its beginning, in a text that is like it.
func TestRepetition(t *testing.T) {
	t.Parallel()
	const length = 200_000
	w := masked(t, New(valuesOf(strings.Repeat("ab", length))), strings.Repeat("ab", 3*length)+"c", func() int { return 1000 })
	if w != "***c" {
		t.Errorf("got %d bytes", len(w))
	}
	text := strings.Repeat("ab", length-1) + "!"
	if got := masked(t, New(valuesOf(strings.Repeat("ab", length))), text, func() int { return 1000 }); got != text {
		t.Errorf("of %d bytes %d came through", len(text), len(got))
	}
	small := func() int { return 1 }
	if got := masked(t, New(valuesOf(strings.Repeat("ab", length))), text, small); got != text {
		t.Errorf("of %d bytes %d came through one by one", len(text), len(got))
	}
}

// TestForgetting has an automaton learn more than it may remember, more than once.
func TestForgetting(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	value := randomHex(random, 2*memory)
	a := newAutomaton(trieOf([]string{value}))
	for range 3 {
		for i := range len(value) {
			a.step(value[i])
		}
		if found := a.found(); int(found.length) != len(value) {
			t.Fatalf("found %d bytes, want %d", found.length, len(value))
		}
		if a.step('!'); a.known > memory {
			t.Fatalf("it remembers %d links", a.known)
		}
	}
}

func many(n int, value func() string) (all []string) {
	for range n {
		all = append(all, value())
	}
	return all
}

// lines64 is what keys and certificates look like.
func lines64(random *rand.Rand, length int) string {
	return fold(letters(random, inBase64, length), 64, "\n")
}
