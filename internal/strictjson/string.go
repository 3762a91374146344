package strictjson

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// readString reads a string. Half of a surrogate pair is no character, so that two names could become one: it is refused.
func (p *parser) readString() string {
	p.at++
	start := p.at
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return string(p.text[start : p.at-1])
		case c == '\\':
			return p.escaped(append([]byte{}, p.text[start:p.at]...))
		case c < ' ':
			p.fail("a string has a control character in it, which must be escaped")
		}
		p.at++
	}
	p.fail("it ends too early")
	return ""
}

// escaped reads the rest of a string, the beginning of which is read.
func (p *parser) escaped(read []byte) string {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return string(read)
		case c == '\\':
			read = utf8.AppendRune(read, p.escape())
			continue
		case c < ' ':
			p.fail("a string has a control character in it, which must be escaped")
		default:
			read = append(read, c)
		}
		p.at++
	}
	p.fail("it ends too early")
	return ""
}

var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads one character that is written with a backslash.
func (p *parser) escape() rune {
	start := p.at
	p.at++
	c := p.peek()
	p.at++
	if c != 'u' {
		r, ok := escapes[c]
		if !ok {
			p.at = start
			p.fail("a string has an escape that JSON does not know")
		}
		return r
	}
	r := p.unit()
	if !utf16.IsSurrogate(r) {
		return r
	}
	if p.peek() == '\\' && p.at+1 < len(p.text) && p.text[p.at+1] == 'u' {
		p.at += 2
		r = utf16.DecodeRune(r, p.unit())
	}
	if r == utf8.RuneError || utf16.IsSurrogate(r) {
		p.at = start
		p.fail("a string has half of a character in it")
	}
	return r
}

// unit reads four hexadecimal digits.
func (p *parser) unit() rune {
	if p.at+4 > len(p.text) {
		p.at = len(p.text)
		p.fail("it ends too early")
	}
	unit, err := strconv.ParseUint(string(p.text[p.at:p.at+4]), 16, 16)
	if err != nil {
		p.fail("a string has an escape that JSON does not know")
	}
	p.at += 4
	return rune(unit)
}
