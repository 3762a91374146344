// Package mask takes secret values out of a program's output while it passes through: byte by byte, however the output is
// cut into writes, and without holding back what cannot be the beginning of a value.
package mask

import (
	"io"

	"github.com/zsv-dev/zsv/providers"
)

// hidden stands in the output in place of a value.
const hidden = "***"

// A Mask knows the values that must not be shown. It is safe for concurrent use.
type Mask struct {
	plain  *trie // strings that show a value
	base64 *trie // and those of base64, which may be folded into lines
}

// New returns the mask of values: of each as it is, and as programs commonly write it. See patterns.
func New(values []providers.Value) *Mask {
	m := &Mask{newTrie(), newTrie()}
	for _, value := range values {
		for pattern := range patterns(value.Reveal()) {
			m.plain.add(pattern, 0)
		}
		for pattern, padding := range base64Patterns(value.Reveal()) {
			m.base64.add(pattern, padding)
		}
	}
	return m
}

// Writer returns a writer that passes on to another what it is given, with a mask in place of each value; of values that
// overlap or touch it makes one mask. It is for one stream, and not safe for concurrent use.
func (m *Mask) Writer(to io.Writer) *Writer {
	return &Writer{to: to, plain: newAutomaton(m.plain), base64: newUnfolding(m.base64)}
}

// A Writer masks one stream.
type Writer struct {
	to      io.Writer
	plain   *automaton
	base64  *unfolding
	padding int    // how many "=" belong to the value that was found last, if they follow
	held    []byte // the end of the stream, with all that is not passed on yet
	from    int    // where held begins in the stream
	passed  int    // how much of the stream is passed on
	matched []span // the values found in what is not passed on, sorted; they neither overlap nor touch
	out     []byte
	masked  bool // the last that was passed on is a mask
}

// A span is a part of the stream.
type span struct{ start, end int }

// Write takes the next part of the stream. It holds back no more than what a value may begin with.
func (w *Writer) Write(text []byte) (int, error) {
	at := w.end()
	w.held = append(w.held, text...)
	for i, by := range text {
		w.take(by, at+i)
	}
	return len(text), w.pass(min(w.end()-w.plain.open(), w.base64.offset(w.base64.open())))
}

// Flush passes on what is held: the stream has ended.
func (w *Writer) Flush() error {
	w.plain.restart()
	w.base64.restart()
	w.padding = 0
	return w.pass(w.end())
}

func (w *Writer) end() int { return w.from + len(w.held) }

// take looks for values that end with a byte.
func (w *Writer) take(by byte, at int) {
	w.plain.step(by)
	if found := w.plain.found(); found.length > 0 {
		w.match(span{at + 1 - int(found.length), at + 1})
	}
	w.pad(by, at)
	w.base64.step(by)
	if found := w.base64.found(); found.length > 0 {
		w.match(span{w.base64.offset(int(found.length)), at + 1})
		w.padding = max(w.padding, int(found.padding))
	}
}

// pad takes the padding of base64 for a part of the value before it.
func (w *Writer) pad(by byte, at int) {
	if by != '=' || w.padding == 0 {
		w.padding = 0
		return
	}
	w.padding--
	w.match(span{at, at + 1})
}

// match notes a value that ends no sooner than all before it.
func (w *Writer) match(found span) {
	for last := len(w.matched) - 1; last >= 0 && w.matched[last].end >= found.start; last-- {
		found.start = min(found.start, w.matched[last].start)
		w.matched = w.matched[:last]
	}
	w.matched = append(w.matched, found)
}

// pass passes on the stream up to an offset. No value that is yet to be found begins before it.
func (w *Writer) pass(end int) error {
	if end == w.passed {
		return nil
	}
	w.out = w.out[:0]
	done := 0
	for _, found := range w.matched {
		if found.start >= end {
			break
		}
		w.text(found.start)
		w.mask(min(found.end, end))
		if found.end > end {
			break
		}
		done++
	}
	w.text(end)
	w.forget(done)
	if len(w.out) == 0 {
		return nil
	}
	_, err := w.to.Write(w.out)
	return err
}

// text passes on the stream up to an offset, as it is.
func (w *Writer) text(end int) {
	if w.passed < end {
		w.out = append(w.out, w.held[w.passed-w.from:end-w.from]...)
		w.passed, w.masked = end, false
	}
}

// mask passes on a mask in place of the stream up to an offset.
func (w *Writer) mask(end int) {
	if !w.masked {
		w.out = append(w.out, hidden...)
	}
	w.passed, w.masked = max(w.passed, end), true
}

// forget drops the values that were passed on, and once it is the larger part, the text.
func (w *Writer) forget(done int) {
	w.matched = append(w.matched[:0], w.matched[done:]...)
	if passed := w.passed - w.from; passed > len(w.held)/2 {
		w.held = append(w.held[:0], w.held[passed:]...)
		w.from = w.passed
	}
}
