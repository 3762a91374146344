package resolve

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// A masker finds what must not be shown of a file: the values of sensitive attributes, the defaults of variables, all
// values of a file that only sets variables, and passwords in URLs. It works on tokens, because it must also work where
// nothing parses, and it is in doubt for hiding: inside a value all is hidden but what is known to be harmless.
type masker struct {
	src    []byte
	tokens []lexeme
	i      int // of the token at hand
	json   bool
	parses bool // as JSON
	// values says that the file holds values only, so that every name is sensitive.
	values bool

	open    []bracket
	strings []*literal // those that are being read, the innermost last
	line    int        // of the first token of the line at hand
	key     string     // the quoted name that was read last

	// inside says that the value of a sensitive attribute is being read, which lies in depth brackets. In the value of one
	// that lacks its opening bracket, unopened is set: only a closing one ends it.
	inside, unopened bool
	depth, first     int // first is the token that the value begins with

	last  string       // the last block outside of all others
	named map[int]bool // the braces of objects that have a name

	hidden   []span
	hiddenTo int // the end of the last word that was hidden
	headers  []header
}

// A bracket is one that is open, or an interpolation. In JSON it has the name of its value as key.
type bracket struct {
	kind  hclsyntax.TokenType
	token int
	block bool
	call  bool // it is a parenthesis, or in one
	key   string
	in    string // the block that it opens or stands in
}

// A header is that of a top-level block, with the place of the whole block.
type header struct {
	text       string
	start, end int
}

func newMasker(src []byte, filename string) *masker {
	m := &masker{src: src, json: strings.HasSuffix(filename, ".json")}
	m.values = !strings.HasSuffix(filename, ".zsv.hcl") && !strings.HasSuffix(filename, ".zsv.json")
	tokens, broken := lexemes(src)
	m.tokens, m.parses = tokens, m.json && !broken && json.Valid(src)
	if m.parses { // then line breaks mean nothing, wherever they stand
		m.tokens = slices.DeleteFunc(m.tokens, func(t lexeme) bool { return t.kind == hclsyntax.TokenNewline })
	}
	m.findPairs()
	return m
}

// alwaysSensitive says whether an attribute is masked wherever it stands: also the defaults of variables.
func alwaysSensitive(name string) bool { return name == "default" || anySensitive(name) }

// sensitive says whether what follows a name is to be hidden.
func (m *masker) sensitive(name string) bool { return m.values || alwaysSensitive(name) }

// mask finds all there is to hide: sorted, and without overlaps.
func (m *masker) mask() []span {
	for m.i < len(m.tokens) {
		m.step(m.tokens[m.i])
		m.i++
	}
	for len(m.strings) > 0 {
		m.closeString()
	}
	for i := range m.headers {
		if m.headers[i].end == 0 {
			m.headers[i].end = len(m.src)
		}
	}
	return merged(append(m.hidden, urlSecrets(m.src)...))
}

// merged sorts spans and joins those that touch.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var joined []span
	for _, s := range spans {
		if last := len(joined) - 1; last >= 0 && s.start <= joined[last].end {
			joined[last].end = max(joined[last].end, s.end)
		} else if s.start < s.end {
			joined = append(joined, s)
		}
	}
	return joined
}

func (m *masker) step(t lexeme) {
	switch t.kind {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp,
		hclsyntax.TokenTemplateControl:
		m.openBracket(t)
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
		m.closeBracket(t)
	case hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
		m.strings = append(m.strings, &literal{opener: m.i})
	case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit:
		m.literal(t)
	case hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
		m.closeString()
	case hclsyntax.TokenIdent:
		m.word(t)
	case hclsyntax.TokenComma:
		m.comma()
	case hclsyntax.TokenComment:
		m.comment(t)
	case hclsyntax.TokenNewline:
		m.newline()
	case openQuote:
		m.leftOpen(t)
	case openHeredoc:
		m.endless(t)
	default:
		m.other(t)
	}
}

// secret says whether what is at hand must be hidden.
func (m *masker) secret() bool { return m.inside || m.values }

// begin starts the value of a sensitive attribute, whose name is the token at hand, or ends with it. The value begins
// behind the sign that follows, if that is there.
func (m *masker) begin() {
	m.inside, m.unopened, m.depth, m.first = true, false, len(m.open), m.i+1
	if m.at(1) == hclsyntax.TokenEqual || m.at(1) == hclsyntax.TokenColon {
		m.first++
	}
}

func (m *masker) hide(s span) { m.hidden = append(m.hidden, hideLines(m.src, s)...) }

// at returns the kind of the token n places on, or back.
func (m *masker) at(n int) hclsyntax.TokenType {
	if i := m.i + n; i >= 0 && i < len(m.tokens) {
		return m.tokens[i].kind
	}
	return hclsyntax.TokenEOF
}

func (m *masker) text(t lexeme) string { return string(m.src[t.start:t.end]) }

func (m *masker) openBracket(t lexeme) {
	b := bracket{kind: t.kind, token: m.i, call: t.kind == hclsyntax.TokenOParen || m.inCall(), key: m.key, in: m.block()}
	m.key = ""
	if t.kind == hclsyntax.TokenOBrace {
		b.in = m.blockOpened(b.key)
	}
	if t.kind == hclsyntax.TokenOBrace && !m.json && !m.inside && m.isHeader() {
		b.block = true
		if len(m.open) == 0 {
			m.addHeader(t)
		}
	}
	m.open = append(m.open, b)
	if len(m.strings) > 0 && (t.kind == hclsyntax.TokenTemplateInterp || t.kind == hclsyntax.TokenTemplateControl) {
		m.strings[len(m.strings)-1].interpolate()
	}
}

// isHeader says whether the line at hand is the header of a block: a word, labels, and the brace.
func (m *masker) isHeader() bool {
	if m.line+1 > m.i || m.tokens[m.line].kind != hclsyntax.TokenIdent {
		return false
	}
	next := m.tokens[m.line+1].kind
	return next == hclsyntax.TokenOBrace || next == hclsyntax.TokenOQuote || next == hclsyntax.TokenIdent
}

// addHeader notes the header of a block, as far as it is one: in a broken file the text of a heredoc may look alike.
func (m *masker) addHeader(brace lexeme) {
	kind := m.text(m.tokens[m.line])
	if _, known := labels[kind]; !known && suggest.Closest(kind, slices.Collect(maps.Keys(labels))) == "" {
		return
	}
	if name, _ := m.blockHeaded(); name == "" {
		return // it holds more than labels
	}
	start := m.tokens[m.line].start
	text := strings.Join(strings.Fields(string(m.src[start:brace.start])), " ")
	m.headers = append(m.headers, header{text: text, start: start})
}

// opener maps each closing bracket to those that it closes. In a file that is read line by line the end of an
// interpolation may look like a brace.
var opener = map[hclsyntax.TokenType][]hclsyntax.TokenType{
	hclsyntax.TokenCBrace:         {hclsyntax.TokenOBrace, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl},
	hclsyntax.TokenTemplateSeqEnd: {hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOBrace},
	hclsyntax.TokenCBrack:         {hclsyntax.TokenOBrack},
	hclsyntax.TokenCParen:         {hclsyntax.TokenOParen},
}

// closeBracket closes the innermost bracket of the kind, and with it those inside that lack their end. One that was
// never opened is passed over, and so is one in the midst of a secret, behind which its value goes on.
func (m *masker) closeBracket(t lexeme) {
	if m.inside && t.kind != hclsyntax.TokenTemplateSeqEnd && slices.Contains(beginnings, m.at(1)) {
		return
	}
	if m.unopened && len(m.open) <= m.depth {
		m.inside, m.unopened = false, false
	}
	const far = 64 // so that a file of nothing but brackets does not take for ever
	for n := len(m.open) - 1; n >= max(0, len(m.open)-far); n-- {
		if slices.Contains(opener[t.kind], m.open[n].kind) {
			m.open = m.open[:n]
			break
		}
	}
	if len(m.open) < m.depth {
		m.inside, m.depth = false, 0
	}
	if last := len(m.headers) - 1; len(m.open) == 0 && last >= 0 && m.headers[last].end == 0 {
		m.headers[last].end = t.end
	}
}

// beginnings are what may stand at the beginning of a value, and never right behind the end of another.
var beginnings = []hclsyntax.TokenType{
	hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc, hclsyntax.TokenIdent, hclsyntax.TokenNumberLit,
}

// comma ends a value in a list or an object, if a name or nothing follows. Between the arguments of a block there should
// be none.
func (m *masker) comma() {
	m.key = ""
	inBlock := m.depth == 0 || m.depth <= len(m.open) && m.open[m.depth-1].block
	if len(m.open) == m.depth && (m.json || !inBlock) && !m.unopened && m.nameFollows() {
		m.inside = false
	}
}

// nameFollows says whether the next token is a name or closes what is open.
func (m *masker) nameFollows() bool {
	n := 1
	for n < 64 && (m.at(n) == hclsyntax.TokenNewline || m.at(n) == hclsyntax.TokenComment) {
		n++
	}
	switch m.at(n) {
	case hclsyntax.TokenOQuote:
		for n < 64 && m.at(n) != hclsyntax.TokenCQuote {
			n++
		}
		return m.at(n+1) == hclsyntax.TokenEqual || m.at(n+1) == hclsyntax.TokenColon
	case hclsyntax.TokenIdent:
		return m.at(n+1) == hclsyntax.TokenEqual || m.at(n+1) == hclsyntax.TokenColon
	case hclsyntax.TokenOParen, hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
		return true
	}
	return false
}

func (m *masker) newline() {
	m.line = m.i + 1
	if m.first == m.i {
		m.first++ // nothing of the value has been seen
	}
	if m.inside && !m.json && !m.unopened && len(m.open) <= m.depth && !m.goesOn() {
		m.inside = false
	}
}

// operators are what a value cannot end or begin with.
var operators = []hclsyntax.TokenType{
	hclsyntax.TokenQuestion, hclsyntax.TokenColon, hclsyntax.TokenEqual, hclsyntax.TokenPlus, hclsyntax.TokenMinus,
	hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenAnd, hclsyntax.TokenOr,
	hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
	hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenBang, hclsyntax.TokenDot,
	hclsyntax.TokenFatArrow,
}

// goesOn says whether a value goes on in the next line, though HCL would not read on: the next line holds no argument,
// block or end, or an operator stands at the end of this one.
func (m *masker) goesOn() bool {
	operator := slices.Contains(operators, m.at(-1))
	switch m.at(1) {
	case hclsyntax.TokenIdent:
		m.unopened = m.at(-1) == hclsyntax.TokenEqual && m.at(2) == hclsyntax.TokenEqual
		return m.unopened || m.at(2) != hclsyntax.TokenEqual && (operator || !m.opensItem(m.at(2)))
	case hclsyntax.TokenOQuote:
		return operator || m.at(3) != hclsyntax.TokenCQuote ||
			m.at(4) != hclsyntax.TokenEqual && m.at(4) != hclsyntax.TokenColon
	case hclsyntax.TokenNewline, hclsyntax.TokenComment:
		return operator || m.valueFollows()
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd,
		hclsyntax.TokenEOF:
		return false
	case hclsyntax.TokenOParen:
		return operator // else it is a computed key
	}
	return true
}

// opensItem says whether a word before a token of this kind is an argument's name or a block's.
func (m *masker) opensItem(next hclsyntax.TokenType) bool {
	return next == hclsyntax.TokenColon || next == hclsyntax.TokenOBrace || next == hclsyntax.TokenOQuote ||
		next == hclsyntax.TokenIdent
}

// valueFollows says whether nothing of the value has been seen yet, so that blank lines do not end it.
func (m *masker) valueFollows() bool {
	for i := m.i - 1; i >= max(0, m.i-64); i-- {
		switch m.tokens[i].kind {
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
		default:
			return slices.Contains(operators, m.tokens[i].kind)
		}
	}
	return true
}

// comment hides the words of a comment beside a secret, and what looks like a sensitive attribute in any other. A comment
// to the end of the line is the line's end, too.
func (m *masker) comment(t lexeme) {
	text := m.text(t)
	switch {
	case strings.Contains(text, "zsv:ignore") && !m.values:
	case m.secret():
		m.hide(span{t.start + min(2, len(strings.TrimRight(text, " \r\n"))), t.end})
	default:
		m.hideAssigned(t.start, text, keptIn([]byte(text), t.start))
	}
	if strings.HasSuffix(text, "\n") {
		m.newline()
	}
}

// hideAssigned hides what is assigned to sensitive names in the lines of a text.
func (m *masker) hideAssigned(offset int, text string, kept []span) {
	for line := range strings.Lines(text) {
		if start, ok := assignedIn(line, m.unknown); ok {
			m.hidden = append(m.hidden, hide(m.src, span{offset + start, offset + len(line)}, kept)...)
		}
		offset += len(line)
	}
}
