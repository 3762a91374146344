package file

import (
	"bytes"
	"slices"
)

// A splice puts a text in the place of a part of another one.
type splice struct {
	start, end int // the end is exclusive
	text       string
}

// splices are parts that do not overlap. Those that begin at one place come out in their order.
type splices []splice

// apply returns the text with all of them.
func (s splices) apply(text []byte) []byte {
	slices.SortStableFunc(s, func(a, b splice) int { return a.start - b.start })
	var out bytes.Buffer
	done := 0
	for _, part := range s {
		out.Write(text[done:part.start])
		out.WriteString(part.text)
		done = part.end
	}
	out.Write(text[done:])
	return out.Bytes()
}
