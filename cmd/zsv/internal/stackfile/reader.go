package stackfile

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
)

// A reader makes values of a text.
type reader struct {
	text     []byte
	lines    []int // where each begins
	at       cursor
	inLine   characters
	values   int // that may still be read; -1 where reading ended before the text did
	bytes    int // of strings that may still be read
	problems Problems
	notes    []Note
}

func newReader(text []byte) *reader {
	r := &reader{text: text, lines: []int{0}, values: maxValues, bytes: MaxSize}
	for i, b := range text {
		if b == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	return r
}

// decoded returns a text in UTF-8 without a byte order mark. Windows writes UTF-16, too.
func decoded(text []byte) ([]byte, error) {
	if len(text) > MaxSize {
		return nil, Problems{{Detail: "The file has more than 8 MiB: no stack needs that, so nothing of it is read."}}
	}
	switch {
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")):
		text = text[3:]
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		text = fromUTF16(text[2:], binary.LittleEndian)
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		text = fromUTF16(text[2:], binary.BigEndian)
	}
	if !utf8.Valid(text) {
		return nil, Problems{{Place: firstInvalid(text), Detail: "Here is a byte that is no text in UTF-8. A stack file is text."}}
	}
	if nul := bytes.IndexByte(text, 0); nul >= 0 {
		return nil, Problems{{Place: placeIn(text, nul), Detail: "Here is a NUL byte, which no text has. If the file is in UTF-16, " +
			"save it in UTF-8, or with a byte order mark."}}
	}
	return text, nil
}

func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

func firstInvalid(text []byte) Place {
	valid := 0
	for valid < len(text) {
		r, size := utf8.DecodeRune(text[valid:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		valid += size
	}
	return placeIn(text, valid)
}

// placeIn returns the place of a byte of a text that is UTF-8 up to there.
func placeIn(text []byte, offset int) Place {
	line := bytes.Count(text[:offset], []byte("\n")) + 1
	return Place{line, clusters(text[bytes.LastIndexByte(text[:offset], '\n')+1:offset]) + 1}
}

// clusters counts the characters of a text as people do.
func clusters(text []byte) int {
	count, err := textseg.TokenCount(text, textseg.ScanGraphemeClusters)
	if err != nil {
		return utf8.RuneCount(text)
	}
	return count
}

// root reads the whole text.
func (r *reader) root() *Value {
	trimmed := bytes.TrimLeft(r.text, " \t\r\n")
	if bytes.HasPrefix(trimmed, []byte("{")) && json.Valid(r.text) {
		return r.json(r.text, func(offset int) Place { return r.placeOf(offset) })
	}
	return r.yaml()
}

// A cursor goes through a text and counts. It is cheap as long as it goes forward.
type cursor struct {
	offset int
	place  Place
}

// placeOf returns the place of a byte of the text.
func (r *reader) placeOf(offset int) Place {
	if offset < r.at.offset {
		r.at = cursor{}
	}
	if r.at.place.Line == 0 {
		r.at.place = Place{1, 1}
	}
	passed := r.text[r.at.offset:offset]
	if lines := bytes.Count(passed, []byte("\n")); lines > 0 {
		r.at.place = Place{r.at.place.Line + lines, 1}
		passed = passed[bytes.LastIndexByte(passed, '\n')+1:]
	}
	r.at.place.Column += clusters(passed)
	r.at.offset = offset
	return r.at.place
}

// placeAt returns the place of a character, counted as the library for YAML does, which knows more ends of lines.
func (r *reader) placeAt(line, column int) Place {
	if line < 1 || line > len(r.lines) {
		return Place{line, column}
	}
	offset, end := r.lines[line-1], len(r.text)
	if line < len(r.lines) {
		end = r.lines[line] - 1
	}
	at := &r.inLine
	if at.line != line || at.column > column {
		*at = characters{line: line, column: 1, offset: offset}
	}
	for ; at.column < column && at.offset < end; at.column++ {
		_, size := utf8.DecodeRune(r.text[at.offset:])
		at.offset += size
	}
	return r.placeOf(at.offset)
}

// characters is how far a line was counted.
type characters struct{ line, column, offset int }

func (r *reader) problem(at Place, detail string) {
	const most = 100
	if len(r.problems) < most {
		r.problems = append(r.problems, Problem{at, detail})
	}
}

// spend counts a value against the limits. What is beyond them is said once.
func (r *reader) spend(size, depth int, at Place) bool {
	switch {
	case r.values < 0:
		return false
	case depth > maxDepth:
		r.values = -1
		r.problem(at, "More than 100 lists and maps stand in one another here. No stack needs that, so nothing of it is read.")
		return false
	}
	r.values--
	r.bytes -= size
	if r.values < 0 || r.bytes < 0 {
		r.values = -1
		r.problem(at, "Up to here the file comes to more than 200,000 values or 8 MiB of text, with what its aliases stand for. "+
			"No stack needs that, so nothing of it is read.")
		return false
	}
	return true
}

// str makes a String. HCL has text in one form only.
func (r *reader) str(text string, at Place) Value {
	normal, changed := composed(text)
	v := Value{Kind: String, Text: normal, Place: at}
	if changed {
		v.oddity = "HCL has accents and their letters as one character, so it reads this text in that form"
	}
	return v
}

// add adds an entry to a map, and refuses a name that is there already: which of the two counts is anybody's guess.
func (r *reader) add(members []Member, known map[string]Place, m Member) []Member {
	m.Name, _ = composed(m.Name)
	if first, again := known[m.Name]; again {
		where := ""
		if first.Line > 0 && first.Line != m.Place.Line {
			where = ", first in line " + strconv.Itoa(first.Line)
		}
		r.problem(m.Place, "This name is set twice in one map"+where+". Remove the one that is not meant.")
		return members
	}
	known[m.Name] = m.Place
	return append(members, m)
}

// isVersion says whether a text looks like the version of a program, fit for a comment.
func isVersion(text string) bool {
	const most = 40
	return text != "" && len(text) <= most && !strings.ContainsFunc(text, func(r rune) bool {
		return !strings.ContainsRune("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-", r)
	})
}
