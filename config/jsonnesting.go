package config

import (
	"bytes"
	"slices"
)

// nestJSON pairs the brackets of tokens. Where they do not fit together, it adds those that are missing, and marks those
// that close nothing; what is in which is not certain then.
func nestJSON(src []byte, tokens []jsonToken) (nested []jsonToken, certain bool) {
	if pairBrackets(tokens) {
		return tokens, true
	}
	m := mending{src: src, tokens: tokens}
	m.mend()
	pairBrackets(m.mended)
	return m.mended, false
}

// pairBrackets pairs brackets and says whether all fit together, and are not nested too deeply.
func pairBrackets(tokens []jsonToken) bool {
	var open []int
	fit := true
	for i, token := range tokens {
		switch {
		case token.opens():
			open = append(open, i)
		case token.closes() && len(open) == 0:
			return false
		case token.closes():
			first := open[len(open)-1]
			open = open[:len(open)-1]
			tokens[first].pair, tokens[i].pair = i, first
			fit = fit && token.kind == closerOf(tokens[first].kind)
		}
		fit = fit && len(open) <= maxNesting
	}
	return fit && len(open) == 0
}

// closerOf returns what closes a bracket: in ASCII, braces and brackets each lie two apart.
func closerOf(opener jsonKind) jsonKind { return opener + 2 }

// A mending makes brackets fit together that do not. What closes what is told by the indentation where a bracket or a name
// begins a line, as everyone writes JSON of several lines, else by the kind of the bracket.
type mending struct {
	src            []byte
	tokens, mended []jsonToken
	open           []openBracket
	closed         []closedBracket // on this line, or since the last name
	line           int             // the indentation of the current line
	first          bool            // whether the current token is the first of its line
}

type openBracket struct {
	jsonToken
	line    int // the indentation of the line that it is on
	members int // that of its first member: noMembers so far, or inLine where it begins no line
}

const (
	noMembers = -1
	inLine    = maxFileSize + 1
)

// A closedBracket is one that is closed by the token at an index of those that are mended.
type closedBracket struct {
	openBracket
	closer int
}

func (m *mending) mend() {
	end := 0
	for i, token := range m.tokens {
		m.readSpace(m.src[end:token.start], end == 0)
		end = token.end
		switch {
		case token.opens():
			m.push(token)
		case token.closes():
			m.close(i)
		case token.kind == jsonEnd:
			m.closeTo(0)
			m.emit(token)
		default:
			if i > 0 && m.tokens[i-1].kind == ':' && m.isName(i) {
				m.push(jsonToken{kind: '{', start: token.start, end: token.start})
			}
			m.readMember(i)
			m.emit(token)
		}
	}
}

func (m *mending) emit(token jsonToken) { m.mended = append(m.mended, token) }

// readSpace notes what comes between two tokens.
func (m *mending) readSpace(space []byte, fileStart bool) {
	newline := bytes.LastIndexByte(space, '\n')
	m.first = newline >= 0 || fileStart
	if m.first {
		m.line = len(space) - newline - 1
	}
}

// push opens a bracket. The nesting stays as deep as it may be, whatever was left out before.
func (m *mending) push(token jsonToken) {
	if len(m.open) == maxNesting {
		token.kind = jsonBroken
	} else {
		m.open = append(m.open, openBracket{token, m.line, noMembers})
	}
	m.emit(token)
}

// closeTo closes all brackets from the one at an index on.
func (m *mending) closeTo(index int) {
	kind := jsonUnclosed
	for i := len(m.open) - 1; i >= index; i-- {
		m.emit(jsonToken{kind: kind, start: m.open[i].start, end: m.open[i].end})
		kind = jsonAlsoUnclosed
	}
	m.open = m.open[:min(index, len(m.open))]
}

func (m *mending) close(i int) {
	token := m.tokens[i]
	target := m.closedBy(token)
	if target < 0 || target == 0 && m.moreFollows(i+1) {
		token.kind = jsonBroken
		m.emit(token)
		return
	}
	m.closeTo(target + 1)
	m.closed = append(m.closed, closedBracket{m.open[target], len(m.mended)})
	m.open = m.open[:target]
	m.emit(token)
}

// closedBy returns the index of the open bracket that a bracket closes, or -1.
func (m *mending) closedBy(token jsonToken) int {
	sameKind := func(o openBracket) bool { return token.kind == closerOf(o.kind) }
	sameLine := func(o openBracket) bool { return o.line == m.line }
	top := len(m.open) - 1
	if m.first && top >= 0 {
		if i := m.innermost(func(o openBracket) bool { return sameLine(o) && sameKind(o) }); i >= 0 {
			return i
		}
		if i := m.innermost(sameLine); i >= 0 {
			return i
		}
		if m.open[top].line < m.line {
			return -1
		}
	}
	return m.innermost(sameKind)
}

func (m *mending) innermost(fits func(openBracket) bool) int {
	for i := len(m.open) - 1; i >= 0; i-- {
		if fits(m.open[i]) {
			return i
		}
	}
	return -1
}

// moreFollows says whether a member of the file's object may follow.
func (m *mending) moreFollows(i int) bool {
	return m.tokens[i].kind == ',' && m.tokens[i+1].kind != jsonEnd || m.isName(i)
}

func (m *mending) isName(i int) bool {
	return m.tokens[i].kind == jsonText && m.tokens[i+1].kind == ':'
}

// readMember notes how members are indented. One that is indented like those of an object further out shows that what is
// inside of that is not closed; one that is indented like those of an object that was closed just now, that it was closed
// too early.
func (m *mending) readMember(i int) {
	if len(m.open) == 0 || !m.isName(i) {
		return
	}
	if m.first && m.line > 0 && m.top().members != m.line && !m.reopen() {
		m.closeInner()
	}
	m.closed = m.closed[:0]
	if top := m.top(); top.members == noMembers && m.first {
		top.members = m.line
	} else if top.members == noMembers {
		top.members = inLine
	}
}

// closeInner closes what is inside of the object whose members are indented like this line, unless that is where further
// members may be.
func (m *mending) closeInner() {
	if top := m.top(); top.kind == '{' && top.members < m.line {
		return
	}
	outer := m.innermost(func(o openBracket) bool { return o.kind == '{' && o.members == m.line })
	if outer >= 0 {
		m.closeTo(outer + 1)
	}
}

func (m *mending) top() *openBracket { return &m.open[len(m.open)-1] }

// reopen opens the object again whose members are indented like this line, if it was closed just now.
func (m *mending) reopen() bool {
	first := slices.IndexFunc(m.closed, func(c closedBracket) bool { return c.kind == '{' && c.members == m.line })
	if first < 0 {
		return false
	}
	for i := len(m.closed) - 1; i >= first; i-- {
		m.open = append(m.open, m.closed[i].openBracket)
		m.mended[m.closed[i].closer].kind = jsonBroken
	}
	return true
}
