package resolve

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A masker finds what must not be shown of a file: the values of sensitive attributes, the defaults of variables, all
// values of a file that only sets variables, and passwords in URLs. It works on tokens, and it is in doubt for hiding:
// inside a value all is hidden but what is known to be harmless. A file that does not parse is a lineMasker's.
type masker struct {
	src    []byte
	tokens []lexeme
	i      int // of the token at hand
	json   bool
	// values says that the file holds values only, so that every name is sensitive.
	values bool

	open    []bracket
	strings []*literal // those that are being read, the innermost last
	line    int        // of the first token of the line at hand
	key     string     // the quoted name that was read last

	// inside says that the value of a sensitive attribute is being read, which lies in depth brackets.
	inside bool
	depth  int

	named     map[int]bool // the braces of objects that have a name
	commented *openValue   // a secret in the comments at hand, or nil

	hidden []span
	headers
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

// mask returns what must not be shown of a file, sorted and without overlaps, and the headers of its blocks.
func mask(src []byte, filename string) ([]span, headers) {
	if tokens := lex(src); config.Parses(src, filename) && allClosed(src, tokens) {
		m := newMasker(src, filename, tokens)
		return m.mask(), m.headers
	}
	m := newLineMasker(src, filename)
	return m.mask(), m.headers
}

func newMasker(src []byte, filename string, tokens []lexeme) *masker {
	m := &masker{src: src, tokens: tokens, json: strings.HasSuffix(filename, ".json"), values: holdsValues(filename)}
	if m.json { // then line breaks mean nothing, wherever they stand
		m.tokens = slices.DeleteFunc(m.tokens, func(t lexeme) bool { return t.kind == hclsyntax.TokenNewline })
	}
	m.findPairs()
	return m
}

// holdsValues says whether a file only sets variables.
func holdsValues(filename string) bool {
	return !strings.HasSuffix(filename, ".zsv.hcl") && !strings.HasSuffix(filename, ".zsv.json")
}

// alwaysSensitive says whether an attribute is masked wherever it stands: also the defaults of variables, and where
// punctuation went into a name in quotes. A reference is no name.
func alwaysSensitive(name string) bool {
	if !strings.Contains(name, "{{") {
		name = strings.TrimFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	return name == "default" || anySensitive(name)
}

// sensitive says whether what follows a name is to be hidden.
func (m *masker) sensitive(name string) bool { return m.values || alwaysSensitive(name) }

// mask finds all there is to hide: sorted, and without overlaps.
func (m *masker) mask() []span {
	for m.i < len(m.tokens) {
		m.step(m.tokens[m.i])
		m.i++
	}
	return merged(slices.Concat(m.hidden, urlSecrets(m.src), credentials(m.src)))
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
	if t.kind != hclsyntax.TokenComment && t.kind != hclsyntax.TokenNewline {
		m.commented = nil
	}
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
	case hclsyntax.TokenEqual, hclsyntax.TokenColon:
		m.sign()
	default:
		m.other(t)
	}
}

// secret says whether what is at hand must be hidden.
func (m *masker) secret() bool { return m.inside || m.values }

// begin starts the value of a sensitive attribute, whose name is the token at hand, or ends with it.
func (m *masker) begin() { m.inside, m.depth = true, len(m.open) }

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
			m.noteHeader(t)
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

// noteHeader notes the header of a block, as far as it is one.
func (m *masker) noteHeader(brace lexeme) {
	kind := m.text(m.tokens[m.line])
	if _, known := labels[kind]; !known && suggest.Closest(kind, slices.Collect(maps.Keys(labels))) == "" {
		return
	}
	if name, _ := m.blockHeaded(); name == "" {
		return // it holds more than labels
	}
	start := m.tokens[m.line].start
	m.addHeader(string(m.src[start:brace.start]), start)
}

func (m *masker) closeBracket(t lexeme) {
	m.open = m.open[:max(0, len(m.open)-1)]
	if len(m.open) < m.depth {
		m.inside, m.depth = false, 0
	}
	if len(m.open) == 0 {
		m.endHeader(t.end)
	}
}

// comma ends a value in a list or an object.
func (m *masker) comma() {
	m.key = ""
	if len(m.open) == m.depth {
		m.inside = false
	}
}

func (m *masker) newline() {
	m.line = m.i + 1
	if len(m.open) <= m.depth {
		m.inside = false
	}
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

// hideAssigned hides what is assigned to sensitive names in the lines of a comment, and the lines below as long as it goes
// on, into the next comment too.
func (m *masker) hideAssigned(offset int, text string, kept []span) {
	for line := range strings.Lines(text) {
		start := len(line) - len(strings.TrimLeft(line, " \t#/*"))
		behind, assigned := assignedIn(line, m.unknown)
		switch {
		case m.commented.isOpen():
			m.commented.read(line[start:], false)
		case assigned:
			start, m.commented = behind, beginValue(0, line[behind:], false)
		default:
			start = len(line)
		}
		m.hidden = append(m.hidden, hide(m.src, span{offset + start, offset + len(line)}, kept)...)
		offset += len(line)
	}
}
