package resolve

import "strings"

// A header is that of a top-level block, with the place of the whole block.
type header struct {
	text       string
	start, end int
}

// headers are those of a file, in its order. The last one may lack its end.
type headers []header

func (h *headers) addHeader(text string, start int) {
	*h = append(*h, header{text: strings.Join(strings.Fields(text), " "), start: start})
}

// endHeader ends the block that is being read, if there is one.
func (h *headers) endHeader(end int) {
	if last := len(*h) - 1; last >= 0 && (*h)[last].end == 0 {
		(*h)[last].end = end
	}
}
