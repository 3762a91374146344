// Package strictjson reads JSON (RFC 8259) of which nothing may be lost or guessed: an answer that decides something. Where
// encoding/json takes the last of two members, any case of a name, and a replacement for what is no character, this package
// refuses the text.
package strictjson

import (
	"fmt"
	"unicode/utf8"
)

// An Object has the members of a JSON object, by name. Values are nil, bool, Number, string, []any and Object.
type Object map[string]any

// A Number is a JSON number as it is written.
type Number string

// An Error says what is wrong with a text. It quotes nothing of it, because it may hold secrets.
type Error struct {
	// Offset is the byte that it went wrong at, from 0.
	Offset int
	// Problem is a clause: "it has a member twice".
	Problem string
}

// Error returns the problem and its place.
func (e *Error) Error() string { return fmt.Sprintf("%s, at byte %d", e.Problem, e.Offset+1) }

// maxValues is how many values a text may have: each takes many times the bytes that it has in the text, and memory that is
// used up ends the program.
const maxValues = 1_000_000

// Parse reads one JSON text, with nothing but blanks around it. Arrays and objects may stand in one another up to depth
// levels. The error is an *Error.
func Parse(text []byte, depth int) (value any, err error) {
	if !utf8.Valid(text) {
		return nil, &Error{validPrefix(text), "it is not UTF-8"}
	}
	p := &parser{text: text, depth: depth, values: maxValues}
	defer func() {
		switch problem := recover().(type) {
		case nil:
		case *Error:
			value, err = nil, problem
		default:
			panic(problem)
		}
	}()
	p.skipBlanks()
	value = p.value()
	if p.skipBlanks(); p.at < len(text) {
		p.fail("something follows its end")
	}
	return value, nil
}

// validPrefix returns how many bytes at the beginning are UTF-8.
func validPrefix(text []byte) int {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	return at
}

// A parser reads a text from left to right. It panics with an *Error, which Parse recovers.
type parser struct {
	text []byte
	at   int
	// What is left of the levels and the values.
	depth, values int
}

func (p *parser) fail(problem string) { panic(&Error{p.at, problem}) }

func (p *parser) skipBlanks() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// peek returns the next byte; 0, which may stand nowhere, at the end.
func (p *parser) peek() byte {
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// take goes past a byte, if it is the next one, and the blanks behind it.
func (p *parser) take(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.at++
	p.skipBlanks()
	return true
}

func (p *parser) value() any {
	if p.values--; p.values < 0 {
		p.fail("it has too many values")
	}
	switch c := p.peek(); {
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '"':
		return p.readString()
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	default:
		return p.word()
	}
}

// word reads one of the three words that JSON knows.
func (p *parser) word() any {
	for word, value := range map[string]any{"true": true, "false": false, "null": nil} {
		if end := p.at + len(word); end <= len(p.text) && string(p.text[p.at:end]) == word {
			p.at = end
			return value
		}
	}
	if p.at == len(p.text) {
		p.fail("it ends too early")
	}
	p.fail("it is not JSON")
	return nil
}

// nested reads what stands between two brackets.
func (p *parser) nested(read func()) {
	if p.depth--; p.depth < 0 {
		p.fail("it is nested too deeply")
	}
	p.at++
	p.skipBlanks()
	read()
	p.depth++
}

func (p *parser) array() any {
	items := []any{}
	p.nested(func() {
		for p.peek() != ']' || len(items) > 0 {
			items = append(items, p.value())
			p.skipBlanks()
			if !p.take(',') {
				break
			}
		}
		p.close(']')
	})
	return items
}

func (p *parser) object() any {
	members := Object{}
	p.nested(func() {
		for p.peek() != '}' || len(members) > 0 {
			p.member(members)
			if !p.take(',') {
				break
			}
		}
		p.close('}')
	})
	return members
}

func (p *parser) member(members Object) {
	start := p.at
	if p.peek() != '"' {
		p.fail(p.orEnd("the name of a member is missing"))
	}
	name := p.readString()
	if _, twice := members[name]; twice {
		p.at = start
		p.fail("it has a member twice")
	}
	if p.skipBlanks(); !p.take(':') {
		p.fail(p.orEnd("a colon is missing"))
	}
	members[name] = p.value()
	p.skipBlanks()
}

func (p *parser) close(bracket byte) {
	if p.peek() != bracket {
		p.fail(p.orEnd("a comma or a bracket is missing"))
	}
	p.at++
}

// orEnd returns a problem, or that the text just ends.
func (p *parser) orEnd(problem string) string {
	if p.at == len(p.text) {
		return "it ends too early"
	}
	return problem
}
