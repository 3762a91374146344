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
type Mask struct{ automaton *automaton }

// New returns the mask of values: of each as it is, and as programs commonly write it. See patterns.
func New(values []providers.Value) *Mask {
	var all []string
	for _, value := range values {
		all = append(all, patterns(value.Reveal())...)
	}
	return &Mask{newAutomaton(all)}
}

// Writer returns a writer that passes on to another what it is given, with a mask in place of each value; of values that
// overlap or touch it makes one mask. It is for one stream, and not safe for concurrent use.
func (m *Mask) Writer(to io.Writer) *Writer { return &Writer{to: to, automaton: m.automaton} }

// A Writer masks one stream.
type Writer struct {
	to        io.Writer
	automaton *automaton
	state     int32
	held      []byte // what is not passed on yet
	matched   []span // the values found in held, sorted; they neither overlap nor touch
	out       []byte
	masked    bool // the last that was passed on is a mask
}

// A span is a part of what is held.
type span struct{ start, end int }

// Write takes the next part of the stream. It holds back no more than what a value may begin with.
func (w *Writer) Write(text []byte) (int, error) {
	at := len(w.held)
	w.held = append(w.held, text...)
	for ; at < len(w.held); at++ {
		w.state = w.automaton.step(w.state, w.held[at])
		if length := w.automaton.matched(w.state); length > 0 {
			w.match(span{at + 1 - length, at + 1})
		}
	}
	return len(text), w.pass(len(w.held) - w.automaton.open(w.state))
}

// Flush passes on what is held: the stream has ended.
func (w *Writer) Flush() error {
	w.state = start
	return w.pass(len(w.held))
}

// match notes a value that ends later than all before it.
func (w *Writer) match(found span) {
	for last := len(w.matched) - 1; last >= 0 && w.matched[last].end >= found.start; last-- {
		found.start = min(found.start, w.matched[last].start)
		w.matched = w.matched[:last]
	}
	w.matched = append(w.matched, found)
}

// pass passes on what is held up to an offset. No value that is yet to be found begins before it.
func (w *Writer) pass(end int) error {
	w.out = w.out[:0]
	at, passed := 0, 0
	for _, found := range w.matched {
		if found.start >= end {
			break
		}
		w.plain(w.held[at:found.start])
		w.mask()
		at = min(found.end, end)
		if found.end > end {
			break
		}
		passed++
	}
	w.plain(w.held[at:end])
	w.forget(passed, end)
	if len(w.out) == 0 {
		return nil
	}
	_, err := w.to.Write(w.out)
	return err
}

func (w *Writer) plain(text []byte) {
	if len(text) > 0 {
		w.out = append(w.out, text...)
		w.masked = false
	}
}

func (w *Writer) mask() {
	if !w.masked {
		w.out = append(w.out, hidden...)
		w.masked = true
	}
}

// forget drops what was passed on: some of the values, and all bytes before end.
func (w *Writer) forget(passed, end int) {
	w.matched = append(w.matched[:0], w.matched[passed:]...)
	for i, found := range w.matched {
		w.matched[i] = span{max(found.start-end, 0), found.end - end}
	}
	w.held = append(w.held[:0], w.held[end:]...)
}
