package config

import (
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A decodedLiteral is the text of a literal that remembers where in the source each of its bytes comes from.
type decodedLiteral struct {
	text string
	runs []run
}

// A run is a stretch of a literal's text that comes from one stretch of its source: byte by byte, or as a whole, as an
// escape does. It goes up to the next run.
type run struct {
	text, source int // where it begins
	size         int // of the source of an escape; 0 where each byte stands for itself
}

// startOf returns the offset in the source of the byte i of the text.
func (d decodedLiteral) startOf(i int) int {
	r := d.runs[d.runAt(i)]
	if r.size > 0 {
		return r.source
	}
	return r.source + i - r.text
}

// endOf returns the offset in the source behind the byte i of the text.
func (d decodedLiteral) endOf(i int) int {
	r := d.runs[d.runAt(i)]
	if r.size > 0 {
		return r.source + r.size
	}
	return r.source + i - r.text + 1
}

func (d decodedLiteral) runAt(i int) int {
	return sort.Search(len(d.runs), func(n int) bool { return d.runs[n].text > i }) - 1
}

// A literalBuilder puts a decodedLiteral together.
type literalBuilder struct {
	text strings.Builder
	runs []run
}

func (b *literalBuilder) literal() decodedLiteral { return decodedLiteral{b.text.String(), b.runs} }

// plain adds text whose bytes stand for themselves.
func (b *literalBuilder) plain(text string, source int) {
	last := len(b.runs) - 1
	if last < 0 || b.runs[last].size > 0 || b.runs[last].source+b.text.Len()-b.runs[last].text != source {
		b.runs = append(b.runs, run{text: b.text.Len(), source: source})
	}
	b.text.WriteString(text)
}

// escape adds text that all of a stretch of source stands for.
func (b *literalBuilder) escape(text string, source, size int) {
	b.runs = append(b.runs, run{text: b.text.Len(), source: source, size: size})
	b.text.WriteString(text)
}

// copy adds the bytes from start to end of another literal.
func (b *literalBuilder) copy(from decodedLiteral, start, end int) {
	for i := from.runAt(start); start < end; i++ {
		stop := end
		if i+1 < len(from.runs) {
			stop = min(stop, from.runs[i+1].text)
		}
		if r := from.runs[i]; r.size > 0 {
			b.escape(from.text[start:stop], r.source, r.size)
		} else {
			b.plain(from.text[start:stop], r.source+start-r.text)
		}
		start = stop
	}
}

// decodeLiteral decodes the escapes of a literal and normalises it, as HCL does.
func decodeLiteral(source string, form literalForm) decodedLiteral {
	return normalise(decodeEscapes(source, form))
}

// decodeEscapes decodes the escapes of a literal.
func decodeEscapes(source string, form literalForm) decodedLiteral {
	var b literalBuilder
	for i := 0; i < len(source); {
		if plain := plainPrefix(source[i:]); plain > 0 {
			b.plain(source[i:i+plain], i)
			i += plain
			continue
		}
		text, size := decodeEscape(source[i:], form)
		if text == "" {
			b.plain(source[i:i+size], i)
		} else {
			b.escape(text, i, size)
		}
		i += size
	}
	return b.literal()
}

// plainPrefix returns the length of what comes before the first byte that may begin an escape.
func plainPrefix(source string) int {
	for i := range len(source) {
		if b := source[i]; b == '\\' || b == '$' || b == '%' {
			return i
		}
	}
	return len(source)
}

// decodeEscape decodes the escape that source begins with. Where it is none, text is "", and size 1.
func decodeEscape(source string, form literalForm) (text string, size int) {
	switch {
	case form != jsonEscapes && (strings.HasPrefix(source, "$${") || strings.HasPrefix(source, "%%{")):
		return source[1:3], 3
	case source[0] == '\\' && form != heredoc && len(source) > 1:
		return decodeBackslash(source, form)
	}
	return "", 1
}

func decodeBackslash(source string, form literalForm) (text string, size int) {
	switch source[1] {
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case 'b':
		return "\b", 2
	case 'f':
		return "\f", 2
	case 'u':
		if form == jsonString || form == jsonEscapes {
			return decodeUTF16(source)
		}
		return decodeUnicode(source, 4)
	case 'U':
		return decodeUnicode(source, 8)
	default:
		return source[1:2], 2
	}
}

// decodeUnicode decodes \uXXXX and \UXXXXXXXX.
func decodeUnicode(source string, digits int) (text string, size int) {
	if r, ok := hexRune(source, digits); ok {
		return string(r), 2 + digits
	}
	return source[1:2], 2
}

// decodeUTF16 decodes \uXXXX as JSON has it: two of them may be one character.
func decodeUTF16(source string) (text string, size int) {
	first, ok := hexRune(source, 4)
	if ok && utf16.IsSurrogate(first) && strings.HasPrefix(source[6:], `\u`) {
		second, _ := hexRune(source[6:], 4)
		if r := utf16.DecodeRune(first, second); r != unicode.ReplacementChar {
			return string(r), 12
		}
	}
	return decodeUnicode(source, 4)
}

func hexRune(source string, digits int) (rune, bool) {
	if len(source) < 2+digits {
		return 0, false
	}
	code, err := strconv.ParseUint(source[2:2+digits], 16, 32)
	return rune(code), err == nil
}

// normalise brings the text into the normal form C, in which cty keeps strings.
func normalise(d decodedLiteral) decodedLiteral {
	if norm.NFC.IsNormalString(d.text) {
		return d
	}
	var b literalBuilder
	var segments norm.Iter
	segments.InitString(norm.NFC, d.text)
	for !segments.Done() {
		start := segments.Pos()
		segment := string(segments.Next())
		if end := segments.Pos(); segment == d.text[start:end] {
			b.copy(d, start, end)
		} else {
			source := d.startOf(start)
			b.escape(segment, source, d.endOf(end-1)-source)
		}
	}
	return b.literal()
}

// align returns the literal as it became text: without the white space that flush heredocs and "~" markers cut off.
func (d decodedLiteral) align(text string) (decodedLiteral, bool) {
	if d.text == text {
		return d, true
	}
	var b literalBuilder
	at := 0
	for i := 0; i < len(text); {
		common := commonPrefix(d.text[at:], text[i:])
		b.copy(d, at, at+common)
		at, i = at+common, i+common
		if i == len(text) {
			break
		}
		cut, size := utf8.DecodeRuneInString(d.text[at:])
		if !unicode.IsSpace(cut) {
			return d, false
		}
		at += size
	}
	return b.literal(), true
}

// commonPrefix returns the length of the longest prefix of whole characters that both texts begin with.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}
