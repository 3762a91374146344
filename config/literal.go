package config

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A decodedLiteral is the text of a literal with, for each of its bytes and for its end, the offset in the raw source
// that it comes from.
type decodedLiteral struct {
	text    string
	offsets []int
}

// A literalDecoder decodes a literal's source as HCL does, but keeps track of where it is.
type literalDecoder struct {
	text    strings.Builder
	offsets []int
}

func (d *literalDecoder) write(text string, offset int) {
	d.text.WriteString(text)
	for range len(text) {
		d.offsets = append(d.offsets, offset)
	}
}

// copy writes source bytes that stand for themselves.
func (d *literalDecoder) copy(source []byte, offset int) {
	d.text.Write(source)
	for i := range source {
		d.offsets = append(d.offsets, offset+i)
	}
}

// decodeLiteral decodes the escapes of a literal and normalises it, as HCL does.
func decodeLiteral(source []byte, form literalForm) decodedLiteral {
	d := &literalDecoder{}
	for i := 0; i < len(source); {
		text, size := decodeOne(source[i:], form)
		if text == "" {
			d.copy(source[i:i+size], i)
		} else {
			d.write(text, i)
		}
		i += size
	}
	d.offsets = append(d.offsets, len(source))
	return normalise(decodedLiteral{d.text.String(), d.offsets})
}

// decodeOne decodes what source begins with: an escape, whose text is returned, or a character that stands for itself.
func decodeOne(source []byte, form literalForm) (text string, size int) {
	if len(source) >= 3 && (string(source[:3]) == "$${" || string(source[:3]) == "%%{") {
		return string(source[1:3]), 3
	}
	if source[0] == '\\' && form != heredoc && len(source) > 1 {
		return decodeEscape(source)
	}
	_, size = utf8.DecodeRune(source)
	return "", size
}

func decodeEscape(source []byte) (text string, size int) {
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
		return decodeUnicode(source, 4)
	case 'U':
		return decodeUnicode(source, 8)
	default:
		return string(source[1:2]), 2
	}
}

// decodeUnicode decodes \uXXXX and \UXXXXXXXX; in JSON two of them may be one character.
func decodeUnicode(source []byte, digits int) (text string, size int) {
	first, ok := hexRune(source, digits)
	if !ok {
		return string(source[1:2]), 2
	}
	size = 2 + digits
	if utf16.IsSurrogate(first) && len(source) > size+1 && source[size] == '\\' {
		if second, ok := hexRune(source[size:], digits); ok {
			return string(utf16.DecodeRune(first, second)), 2 * size
		}
	}
	return string(first), size
}

func hexRune(source []byte, digits int) (rune, bool) {
	if len(source) < 2+digits {
		return 0, false
	}
	code, err := strconv.ParseUint(string(source[2:2+digits]), 16, 32)
	return rune(code), err == nil
}

// normalise brings the text into the normal form C, in which cty keeps strings.
func normalise(d decodedLiteral) decodedLiteral {
	if norm.NFC.IsNormalString(d.text) {
		return d
	}
	out := &literalDecoder{}
	var segments norm.Iter
	segments.InitString(norm.NFC, d.text)
	for !segments.Done() {
		start := segments.Pos()
		out.write(string(segments.Next()), d.offsets[start])
	}
	out.offsets = append(out.offsets, d.offsets[len(d.text)])
	return decodedLiteral{out.text.String(), out.offsets}
}

// align returns the literal as it became text: without the white space that flush heredocs and "~" markers cut off.
func (d decodedLiteral) align(text string) (decodedLiteral, bool) {
	if d.text == text {
		return d, true
	}
	offsets := make([]int, 0, len(text)+1)
	at := 0
	for i := 0; i < len(text); {
		wanted, size := utf8.DecodeRuneInString(text[i:])
		for {
			if at >= len(d.text) {
				return d, false
			}
			got, gotSize := utf8.DecodeRuneInString(d.text[at:])
			if got == wanted {
				break
			}
			if !unicode.IsSpace(got) {
				return d, false
			}
			at += gotSize
		}
		offsets = append(offsets, d.offsets[at:at+size]...)
		at += size
		i += size
	}
	return decodedLiteral{text, append(offsets, d.offsets[at])}, true
}
