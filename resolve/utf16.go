package resolve

import "slices"

// UTF16 are the columns of a place in UTF-16 code units, from 1, as SARIF and many editors count them. Both are 0 where the
// text of the file was not at hand.
type UTF16 struct{ Column, EndColumn int }

// utf16Stride is how many bytes lie between the counts that are kept of a file, which may be one long line.
const utf16Stride = 1 << 10

// utf16Columns finds columns in files. It reads each file once, when it is first needed.
type utf16Columns struct {
	source func(filename string) []byte
	files  map[string]*utf16File
}

// A utf16File is a file with what has been counted in it.
type utf16File struct {
	src    []byte
	lines  []int // where each line begins
	counts []int // code units before each utf16Stride-th byte
}

func newUTF16Columns(source func(filename string) []byte) *utf16Columns {
	return &utf16Columns{source: source, files: map[string]*utf16File{}}
}

// at returns the columns of the bytes from start to end of a file.
func (u *utf16Columns) at(filename string, start, end int) UTF16 {
	f := u.file(filename)
	if len(f.src) == 0 || start < 0 || end < start || end > len(f.src) {
		return UTF16{}
	}
	return UTF16{Column: f.column(start), EndColumn: f.column(end)}
}

// count notes the columns of all problems that have a place.
func (u *utf16Columns) count(diags []Diagnostic) {
	for _, d := range diags {
		if r := d.Range; r != nil {
			r.UTF16 = u.at(r.Filename, r.Start.Byte, r.End.Byte)
		}
	}
}

func (u *utf16Columns) file(name string) *utf16File {
	f, known := u.files[name]
	if !known {
		f = newUTF16File(u.source(name))
		u.files[name] = f
	}
	return f
}

func newUTF16File(src []byte) *utf16File {
	f := &utf16File{src: src, lines: []int{0}, counts: make([]int, 0, len(src)/utf16Stride+1)}
	units := 0
	for i, b := range src {
		if i%utf16Stride == 0 {
			f.counts = append(f.counts, units)
		}
		units += utf16Units(b)
		if b == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// utf16Units returns how many code units begin with a byte of UTF-8: two with the first of four bytes, none with a byte that
// continues a character.
func utf16Units(b byte) int {
	switch {
	case b&0xc0 == 0x80:
		return 0
	case b >= 0xf0:
		return 2
	}
	return 1
}

// column returns the column of an offset, from 1.
func (f *utf16File) column(offset int) int {
	n, begins := slices.BinarySearch(f.lines, offset)
	if begins {
		return 1
	}
	return f.before(offset) - f.before(f.lines[n-1]) + 1
}

// before returns how many code units lie before an offset.
func (f *utf16File) before(offset int) int {
	kept := min(offset/utf16Stride, len(f.counts)-1)
	units := f.counts[kept]
	for _, b := range f.src[kept*utf16Stride : offset] {
		units += utf16Units(b)
	}
	return units
}
