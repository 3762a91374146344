// Package splice changes parts of a text and leaves the rest as it is.
package splice

import (
	"bytes"
	"slices"
)

// A Part is what becomes of a part of a text.
type Part struct {
	Start, End int // bytes; the end is exclusive
	Text       string
}

// Insert puts a text in at an offset.
func Insert(at int, text string) Part { return Part{at, at, text} }

// Replace puts a text in the place of what stands from start to end.
func Replace(start, end int, text string) Part { return Part{start, end, text} }

// Apply returns the text with all parts replaced. They do not overlap. Those that begin at one place come out in their order.
func Apply(text []byte, parts []Part) []byte {
	ordered := slices.Clone(parts)
	slices.SortStableFunc(ordered, func(a, b Part) int { return a.Start - b.Start })
	var out bytes.Buffer
	done := 0
	for _, part := range ordered {
		out.Write(text[done:part.Start])
		out.WriteString(part.Text)
		done = part.End
	}
	out.Write(text[done:])
	return out.Bytes()
}
