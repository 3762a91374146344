package config

import (
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
)

// A placedLiteral finds the places of texts in one literal.
type placedLiteral struct {
	content positions // in the file
	decoded decodedLiteral

	lock     sync.Mutex
	aligned  decodedLiteral // to the text that was asked for last
	filename string
}

// newPlacedLiteral takes the literal whose source is at a range; ok is false where the range does not fit the file.
func newPlacedLiteral(src []byte, at hcl.Range, form literalForm) (l *placedLiteral, ok bool) {
	if at.Start.Byte < 0 || at.End.Byte > len(src) || at.Start.Byte >= at.End.Byte {
		return nil, false
	}
	end := at.End.Byte
	content := at.Start
	if form != heredoc && src[at.Start.Byte] == '"' {
		content, end = advance(src, at.Start, 1), end-1
	}
	if content.Byte > end {
		return nil, false
	}
	decoded := decodeLiteral(string(src[content.Byte:end]), form)
	return &placedLiteral{content: positions{src: src, from: content}, decoded: decoded, filename: at.Filename}, true
}

// place returns the place of the bytes from start to end of the text that the literal gave.
func (l *placedLiteral) place(text string, start, end int) (hcl.Range, bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.aligned.text != text {
		aligned, ok := l.decoded.align(text)
		if !ok {
			return hcl.Range{}, false
		}
		l.aligned = aligned
	}
	return l.rangeOf(l.aligned, start, end), true
}

// holds says whether the decoded literal has a text at an offset.
func (l *placedLiteral) holds(text string, start int) bool {
	return strings.HasPrefix(l.decoded.text[start:], text)
}

// placeDecoded returns the place of the bytes from start to end of the decoded literal.
func (l *placedLiteral) placeDecoded(start, end int) hcl.Range {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.rangeOf(l.decoded, start, end)
}

// placeRange returns the place in the file of a range of the decoded literal.
func (l *placedLiteral) placeRange(at hcl.Range) hcl.Range {
	if at.Start.Byte < at.End.Byte {
		return l.placeDecoded(at.Start.Byte, at.End.Byte)
	}
	point := l.content.from
	if at.Start.Byte > 0 {
		point = l.placeDecoded(at.Start.Byte-1, at.Start.Byte).End
	}
	return hcl.Range{Filename: l.filename, Start: point, End: point}
}

func (l *placedLiteral) rangeOf(text decodedLiteral, start, end int) hcl.Range {
	return hcl.Range{Filename: l.filename, Start: l.position(text.startOf(start)), End: l.position(text.endOf(end - 1))}
}

// position returns the position of an offset in the literal's source.
func (l *placedLiteral) position(offset int) hcl.Pos {
	return l.content.at(l.content.from.Byte + offset)
}

// literalCache keeps the long literals that hold references: each of thousands may be asked for by itself.
type literalCache struct {
	lock sync.Mutex
	long map[literalPlace]*placedLiteral
}

type literalPlace struct {
	filename   string
	start, end int
	form       literalForm
}

// longLiteral is the length in bytes from which on a literal is kept.
const longLiteral = 512

// at returns the literal at a range of a file.
func (c *literalCache) at(src []byte, at hcl.Range, form literalForm) (*placedLiteral, bool) {
	if at.End.Byte-at.Start.Byte < longLiteral {
		return newPlacedLiteral(src, at, form)
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	key := literalPlace{at.Filename, at.Start.Byte, at.End.Byte, form}
	if l := c.long[key]; l != nil {
		return l, true
	}
	l, ok := newPlacedLiteral(src, at, form)
	if ok {
		if c.long == nil {
			c.long = map[literalPlace]*placedLiteral{}
		}
		c.long[key] = l
	}
	return l, ok
}
