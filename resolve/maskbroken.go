package resolve

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// leftOpen sees to a line in which a string has no end: t is the whole line. What follows a sensitive name in it is
// hidden, and all after it that may belong to the string.
func (m *masker) leftOpen(t lexeme) {
	for len(m.strings) > 0 {
		m.closeString()
	}
	line := strings.TrimSpace(m.text(t))
	if name, _, labelled := strings.Cut(line, " "); labelled {
		m.enter(name)
	}
	start, ok := m.sensitiveNameIn(m.text(t))
	switch {
	case ok && !m.inside:
		m.begin()
	case !ok && !m.secret():
		return
	}
	m.hidden = append(m.hidden, hideRest(m.src, span{t.start + start, t.end})...)
	if strings.ContainsAny(line[len(line)-1:], "{[(") {
		m.unopened = true // the quotes may have swallowed the bracket
	}
	m.skipOpenString(t.end)
}

// sensitiveNameIn returns where, in a line whose quotes are not to be trusted, the first value of a sensitive name begins.
func (m *masker) sensitiveNameIn(line string) (start int, ok bool) {
	for _, match := range assignment().FindAllStringSubmatchIndex(line, -1) {
		if name := line[match[2]:match[3]]; m.sensitive(name) || m.unknown(name) || strings.EqualFold(name, "value") {
			return match[1], true
		}
	}
	return 0, false
}

// skipOpenString hides the lines up to the one with the next quote, and on to one that looks like an argument or a block.
func (m *masker) skipOpenString(start int) {
	end := len(m.src)
	if i := bytes.IndexByte(m.src[start:], '"'); i >= 0 {
		end = lineEnd(m.src, start+i)
	}
	for end < len(m.src) && !m.looksLikeItem(m.src[end:lineEnd(m.src, end)]) {
		end = lineEnd(m.src, end)
	}
	m.hidden = append(m.hidden, hideRest(m.src, span{start, end})...)
	for m.i+1 < len(m.tokens) && m.tokens[m.i+1].start < end {
		m.i++
	}
	m.line = m.i + 1
	if len(m.open) <= m.depth && !m.unopened {
		m.inside = false
	}
}

// item matches a line that begins an argument, with a blank beside its equals sign, or a block. Lines of a key in PEM do
// not look like that.
var (
	item = sync.OnceValue(func() *regexp.Regexp {
		const name = `[\pL_][\pL\pN_-]*`
		return regexp.MustCompile(`^[ \t]*` + name + `(?:[ \t]+=[^=]|=[ \t]+\S|(?:[ \t]+(?:"[^"]*"|` + name + `))*[ \t]*\{)`)
	})
	itemJSON = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t]*"[^"]*"[ \t]*:`) })
)

func (m *masker) looksLikeItem(line []byte) bool {
	if m.json {
		return itemJSON().Match(line)
	}
	return item().Match(line)
}

// endless sees to a heredoc without an end: in a secret it goes on to the end of the file, else it is passed over.
func (m *masker) endless(t lexeme) {
	if !m.secret() {
		return
	}
	m.hidden = append(m.hidden, hideRest(m.src, span{t.end, len(m.src)})...)
	m.i = len(m.tokens)
}
