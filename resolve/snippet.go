package resolve

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"github.com/hashicorp/hcl/v2"
)

// The limits of a snippet, and of the files that are read for one.
const (
	snippetLines   = 3
	snippetColumns = 160
	snippetFile    = 8 << 20
	snippetReach   = 1024 // bytes of a line that are looked at before and behind a range
	contextLength  = 160  // characters
)

// The mask stands for what is not shown, whatever its length; the ellipsis for what is left out of a long line.
const (
	maskText     = "***"
	ellipsisText = "…"
)

// snippets shows the source at places. It reads each file once, when it is first needed.
type snippets struct {
	source func(filename string) []byte
	files  map[string]*maskedFile
}

// A maskedFile is a file with what is not to be shown of it.
type maskedFile struct {
	src     []byte
	lines   []int // where each line begins
	hidden  []span
	headers headers
}

func newSnippets(source func(filename string) []byte) *snippets {
	return &snippets{source: source, files: map[string]*maskedFile{}}
}

// at returns the source at a range, or nil where the file or the place in it is not there.
func (s *snippets) at(r hcl.Range) *Snippet {
	f := s.file(r.Filename)
	if f == nil || r.Start.Byte < 0 || r.Start.Byte > len(f.src) || r.End.Byte < r.Start.Byte {
		return nil
	}
	return f.snippet(r.Start.Byte, min(r.End.Byte, len(f.src)))
}

func (s *snippets) file(name string) *maskedFile {
	f, known := s.files[name]
	if !known {
		f = newMaskedFile(name, s.source(name))
		s.files[name] = f
	}
	return f
}

func newMaskedFile(name string, src []byte) *maskedFile {
	if len(src) == 0 || len(src) > snippetFile {
		return nil
	}
	f := &maskedFile{src: src, lines: []int{0}}
	f.hidden, f.headers = mask(src, name)
	for offset := lineEnd(src, 0); offset < len(src); offset = lineEnd(src, offset) {
		f.lines = append(f.lines, offset)
	}
	return f
}

func (f *maskedFile) snippet(start, end int) *Snippet {
	first := f.lineOf(start)
	last := f.lineOf(end)
	if end > start && end == f.lines[last] {
		last-- // the range ends with a line's break
	}
	s := &Snippet{Context: f.context(start), StartLine: first + 1, Values: []any{}}
	var code strings.Builder
	for n := first; n <= min(last, first+snippetLines-1); n++ {
		if n > first {
			code.WriteByte('\n')
		}
		line := f.line(n, start, end)
		if n == first {
			s.HighlightStartOffset = code.Len() + line.start
		}
		s.HighlightEndOffset = code.Len() + line.end
		code.WriteString(line.text)
	}
	s.Code = code.String()
	return s
}

// lineOf returns the number, from 0, of the line that an offset is in.
func (f *maskedFile) lineOf(offset int) int {
	n, exact := slices.BinarySearch(f.lines, offset)
	if exact {
		return n
	}
	return n - 1
}

// context returns the header of the top-level block that an offset is in, or nil.
func (f *maskedFile) context(offset int) *string {
	n, _ := slices.BinarySearchFunc(f.headers, offset, func(h header, offset int) int { return h.start - offset - 1 })
	if n == 0 || offset >= f.headers[n-1].end {
		return nil
	}
	text := f.headers[n-1].text
	if utf8.RuneCountInString(text) > contextLength {
		text = string([]rune(text)[:contextLength-1]) + ellipsisText
	}
	return &text
}

// A shownLine is a line as it is shown, with the part of it that is highlighted.
type shownLine struct {
	text       string
	start, end int
}

// line shows line n, with the range from start to end highlighted.
func (f *maskedFile) line(n, start, end int) shownLine {
	from, to := f.lines[n], len(f.src)
	if n+1 < len(f.lines) {
		to = f.lines[n+1]
	}
	to = from + len(bytes.TrimRight(f.src[from:to], "\r\n"))
	start, end = min(max(start, from), to), min(max(end, from), to)
	left := f.characterStart(max(from, start-snippetReach), from)
	right := f.characterStart(min(to, start+snippetReach), from)
	clipped := clip(f.cells(left, right), start, end)
	if left > from && !strings.HasPrefix(clipped.text, ellipsisText) {
		clipped = clipped.shift(ellipsisText)
	}
	if right < to && !strings.HasSuffix(clipped.text, ellipsisText) {
		clipped.text += ellipsisText
	}
	return clipped
}

// characterStart moves an offset back to the beginning of a character.
func (f *maskedFile) characterStart(offset, from int) int {
	for offset > from && offset < len(f.src) && !utf8.RuneStart(f.src[offset]) {
		offset--
	}
	return offset
}

func (l shownLine) shift(prefix string) shownLine {
	return shownLine{prefix + l.text, l.start + len(prefix), l.end + len(prefix)}
}

// A cell is one character as people count them, or a mask, with its place in the file.
type cell struct {
	text       string
	start, end int
	columns    int
}

// cells returns what is shown of a part of a line.
func (f *maskedFile) cells(from, to int) []cell {
	var cells []cell
	n, _ := slices.BinarySearchFunc(f.hidden, from, func(s span, from int) int { return s.end - from - 1 })
	for ; from < to; n++ {
		if n >= len(f.hidden) || f.hidden[n].start >= to {
			return append(cells, characters(f.src[from:to], from)...)
		}
		hidden := f.hidden[n]
		if hidden.start > from {
			cells = append(cells, characters(f.src[from:hidden.start], from)...)
		}
		cells = append(cells, cell{maskText, hidden.start, hidden.end, len(maskText)})
		from = hidden.end
	}
	return cells
}

func characters(src []byte, offset int) []cell {
	var cells []cell
	for len(src) > 0 {
		size, _, err := textseg.ScanGraphemeClusters(src, true)
		if err != nil || size == 0 {
			size = len(src)
		}
		cells = append(cells, cell{string(src[:size]), offset, offset + size, 1})
		src, offset = src[size:], offset+size
	}
	return cells
}

// clip joins the cells round a range, as many as fit.
func clip(cells []cell, start, end int) shownLine {
	first := slices.IndexFunc(cells, func(c cell) bool { return c.end > start })
	if first < 0 {
		first = len(cells)
	}
	last := first
	for last < len(cells) && cells[last].start < end {
		last++
	}
	from, to := window(cells, first, last)
	var line shownLine
	var text strings.Builder
	if from > 0 {
		text.WriteString(ellipsisText)
	}
	line.start = text.Len()
	for i := from; i < to; i++ {
		if i == first {
			line.start = text.Len()
		}
		text.WriteString(cells[i].text)
		if i < last {
			line.end = text.Len()
		}
	}
	if first >= to {
		line.start = text.Len()
	}
	line.end = max(line.start, line.end)
	if to < len(cells) {
		text.WriteString(ellipsisText)
	}
	line.text = text.String()
	return line
}

// window chooses which cells to show: all if they fit, else those round the cells from first to last.
func window(cells []cell, first, last int) (from, to int) {
	if columns(cells) <= snippetColumns-2 {
		return 0, len(cells)
	}
	from, to = first, first
	free := snippetColumns - 2 // the ellipses
	for to < last && cells[to].columns <= free {
		free -= cells[to].columns
		to++
	}
	for grown := true; grown; {
		grown = false
		if from > 0 && cells[from-1].columns <= free {
			from--
			free -= cells[from].columns
			grown = true
		}
		if to < len(cells) && cells[to].columns <= free {
			free -= cells[to].columns
			to++
			grown = true
		}
	}
	return from, to
}

func columns(cells []cell) int {
	sum := 0
	for _, c := range cells {
		sum += c.columns
	}
	return sum
}
