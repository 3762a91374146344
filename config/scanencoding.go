package config

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// A textEncoding is how the characters of a file are written, as YAML and JSON tell it: by the mark that it begins with,
// else by the zero bytes beside its first character. PowerShell writes UTF-16.
type textEncoding struct {
	unit  int // bytes
	order binary.ByteOrder
	mark  int // bytes of the mark at the beginning
}

var (
	asUTF8  = textEncoding{unit: 1}
	utf16LE = textEncoding{unit: 2, order: binary.LittleEndian}
	utf16BE = textEncoding{unit: 2, order: binary.BigEndian}
	utf32LE = textEncoding{unit: 4, order: binary.LittleEndian}
	utf32BE = textEncoding{unit: 4, order: binary.BigEndian}
)

func (e textEncoding) marked(size int) textEncoding { e.mark = size; return e }

// encodingOf tells how a text is written.
func encodingOf(src []byte) textEncoding {
	switch {
	case bytes.HasPrefix(src, byteOrderMark):
		return asUTF8.marked(len(byteOrderMark))
	case bytes.HasPrefix(src, []byte("\xff\xfe\x00\x00")):
		return utf32LE.marked(4)
	case bytes.HasPrefix(src, []byte("\x00\x00\xfe\xff")):
		return utf32BE.marked(4)
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		return utf16LE.marked(2)
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		return utf16BE.marked(2)
	case len(src) >= 4 && bytes.HasPrefix(src, []byte{0, 0, 0}):
		return utf32BE
	case len(src) >= 4 && src[0] != 0 && bytes.HasPrefix(src[1:], []byte{0, 0, 0}):
		return utf32LE
	case len(src) >= 2 && src[0] == 0 && src[1] != 0 && len(src)%2 == 0:
		return utf16BE
	case len(src) >= 2 && src[0] != 0 && src[1] == 0:
		return utf16LE
	}
	return asUTF8
}

// decodedText returns a text in UTF-8, without the mark at its beginning; ok is false where it is not in its encoding.
func decodedText(src []byte) (text []byte, ok bool) {
	e := encodingOf(src)
	src = src[e.mark:]
	switch e.unit {
	case 2:
		return fromUTF16(src, e.order)
	case 4:
		return fromUTF32(src, e.order)
	}
	return src, true
}

func fromUTF16(src []byte, order binary.ByteOrder) (text []byte, ok bool) {
	for len(src) >= 2 {
		r := rune(order.Uint16(src))
		src = src[2:]
		if utf16.IsSurrogate(r) {
			if len(src) < 2 {
				return nil, false
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(src))); r == utf8.RuneError {
				return nil, false
			}
			src = src[2:]
		}
		text = utf8.AppendRune(text, r)
	}
	return text, len(src) == 0
}

func fromUTF32(src []byte, order binary.ByteOrder) (text []byte, ok bool) {
	for ; len(src) >= 4; src = src[4:] {
		code := order.Uint32(src)
		if code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
			return nil, false
		}
		text = utf8.AppendRune(text, rune(code))
	}
	return text, len(src) == 0
}
