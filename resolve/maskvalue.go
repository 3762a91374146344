package resolve

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A literal is a string that is being read: its text in pieces, with a letter for each interpolation between them, so
// that a reference is found as it will be when all is evaluated.
type literal struct {
	opener int // the token that opens it
	text   strings.Builder
	pieces []piece
}

// A piece is text of a literal that stands at once in the file.
type piece struct {
	span
	offset int // in the literal's text
	secret bool
}

// interpolate puts a letter where an interpolation stands.
func (l *literal) interpolate() { l.text.WriteByte('x') }

// inFile returns the places in the file of a part of the literal's text.
func (l *literal) inFile(start, end int) []span {
	first, _ := slices.BinarySearchFunc(l.pieces, start, func(p piece, start int) int { return p.offset + p.end - p.start - start })
	var found []span
	for _, p := range l.pieces[first:] {
		if p.offset >= end {
			break
		}
		from, to := max(start, p.offset), min(end, p.offset+p.end-p.start)
		if from < to {
			found = append(found, span{p.start + from - p.offset, p.start + to - p.offset})
		}
	}
	return found
}

// references returns the places of the references in the literal.
func (l *literal) references() []span {
	text := l.text.String()
	if whole, ok := ParseReference(text); ok && !strings.ContainsAny(whole.Name+whole.Key, "{}") {
		return l.inFile(0, len(text))
	}
	var found []span
	for _, reference := range FindReferences(text) {
		found = append(found, l.inFile(reference.Start, reference.End)...)
	}
	return found
}

func (m *masker) literal(t lexeme) {
	if len(m.strings) == 0 {
		m.other(t)
		return
	}
	l := m.strings[len(m.strings)-1]
	l.pieces = append(l.pieces, piece{span{t.start, t.end}, l.text.Len(), m.secret()})
	l.text.Write(m.src[t.start:t.end])
}

// closeString hides what is to be hidden of the literal that ends, or takes it for a name.
func (m *masker) closeString() {
	if len(m.strings) == 0 {
		return
	}
	l := m.strings[len(m.strings)-1]
	m.strings = m.strings[:len(m.strings)-1]
	if !m.inside && m.quotedName(l) {
		return
	}
	kept, nameless := l.references(), !m.inside && m.nameless()
	for _, p := range l.pieces {
		if p.secret || nameless {
			m.hidden = append(m.hidden, hide(m.src, p.span, kept)...)
		}
	}
	m.hideAssignedIn(l, kept)
}

// hideAssignedIn hides what a string assigns to sensitive names, as in "host=h password=p".
func (m *masker) hideAssignedIn(l *literal, kept []span) {
	offset := 0
	for line := range strings.Lines(l.text.String()) {
		if start, ok := assignedIn(line, nil); ok {
			for _, s := range l.inFile(offset+start, offset+len(line)) {
				m.hidden = append(m.hidden, hide(m.src, s, kept)...)
			}
		}
		offset += len(line)
	}
}

// quotedName says whether a string is the name of what follows, and begins a secret where the name is a sensitive one.
func (m *masker) quotedName(l *literal) bool {
	if m.tokens[l.opener].kind == hclsyntax.TokenOHeredoc || m.at(0) != hclsyntax.TokenCQuote {
		return false
	}
	name := unescaped(l.text.String())
	if next := m.at(1); next != hclsyntax.TokenEqual && next != hclsyntax.TokenColon {
		return false
	}
	if m.holdsSecret(name, l.opener) && !m.isLabel(name) {
		m.begin()
	}
	m.key = name
	return true
}

// unescaped returns the name that a quoted key is, without its escapes.
func unescaped(text string) string {
	var name string
	if strings.Contains(text, `\`) && json.Unmarshal([]byte(`"`+text+`"`), &name) == nil {
		return name
	}
	return text
}

// beginsItem says whether a token stands where the name of an argument may.
func (m *masker) beginsItem(i int) bool {
	if i == 0 {
		return true
	}
	switch m.tokens[i-1].kind {
	case hclsyntax.TokenNewline, hclsyntax.TokenComment, hclsyntax.TokenOBrace, hclsyntax.TokenCBrace, hclsyntax.TokenComma,
		hclsyntax.TokenSemicolon:
		return true
	}
	return false
}

// labels are the blocks and how many labels they have: in JSON these are names of objects in objects.
var labels = map[string]int{"component": 2, "locals": 0, "provider": 2, "secret": 1, "stack": 1, "variable": 1, "zsv": 0}

// isLabel says whether a name in JSON is a block's or a label, so that its object is no value.
func (m *masker) isLabel(name string) bool {
	const deepest = 16
	object := m.at(2) == hclsyntax.TokenOBrace || m.at(2) == hclsyntax.TokenOBrack
	if m.values || !object || len(m.open) > deepest {
		return false
	}
	path := m.path()
	switch n := len(path); {
	case n == 0:
		_, block := labels[name]
		return block
	case n <= labels[path[0]]:
		return true
	}
	return path[0] == "secret" && (len(path) == 2 && name == "key" || len(path) == 3 && path[2] == "key")
}

// path returns the names of the objects that are open. Objects in a list have the list's name.
func (m *masker) path() []string {
	var path []string
	for i, b := range m.open {
		switch {
		case b.kind != hclsyntax.TokenOBrace || i == 0:
		case b.key == "" && m.open[i-1].kind == hclsyntax.TokenOBrack:
			path = append(path, m.open[i-1].key)
		default:
			path = append(path, b.key)
		}
	}
	return path
}

// word reads a name, a keyword, or what should stand in quotes.
func (m *masker) word(t lexeme) {
	if m.inside || m.values && !m.isName() {
		m.secretWord(t)
		return
	}
	name := m.text(t)
	switch {
	case !m.holdsSecret(name, m.i):
	case m.isName(), m.beginsItem(m.i) && m.opensBlock() && !m.blockHeader(name):
		m.begin()
	}
}

// opensBlock says whether the word at hand may be a block's, by what follows it.
func (m *masker) opensBlock() bool {
	next := m.at(1)
	return next == hclsyntax.TokenOBrace || next == hclsyntax.TokenOQuote || next == hclsyntax.TokenIdent
}

// isName says whether the word at hand is the name of what follows.
func (m *masker) isName() bool {
	switch m.at(1) {
	case hclsyntax.TokenEqual:
		return true
	case hclsyntax.TokenColon:
		return m.at(-1) != hclsyntax.TokenDot && m.at(-1) != hclsyntax.TokenQuestion
	}
	return false
}

// blockHeader says whether the word at hand begins the header of a block that zsv knows.
func (m *masker) blockHeader(name string) bool {
	const longest = 64 // tokens
	switch wanted, known := labels[name]; {
	case m.json || blockNamed(name) == "":
		return false
	case known && wanted == 0 && m.at(1) == hclsyntax.TokenOBrace:
		return true
	case m.at(1) != hclsyntax.TokenOQuote && m.at(1) != hclsyntax.TokenIdent:
		return false
	}
	for n := 1; n < longest && m.at(n) != hclsyntax.TokenEOF && m.at(n) != hclsyntax.TokenNewline; n++ {
		if m.at(n) == hclsyntax.TokenOBrace {
			return true
		}
	}
	return false
}

// harmless are the words that may stand in a secret without being one: keywords and types.
var harmless = []string{
	"any", "bool", "else", "endfor", "endif", "false", "for", "if", "in", "list", "map", "null", "number", "object",
	"optional", "set", "string", "true", "tuple",
}

// secretWord hides a word in a secret unless it is a keyword, a function, a name in an object, or refers to something.
func (m *masker) secretWord(t lexeme) {
	switch {
	case m.traversal():
		m.skipTraversal()
	case slices.Contains(harmless, m.text(t)):
	case m.at(1) == hclsyntax.TokenOParen && m.tokens[m.i+1].start == t.end:
	case m.isName() && m.beginsItem(m.i) && len(m.open) > m.depth:
	default:
		m.hide(span{t.start, t.end})
	}
}

var roots = []string{"component", "local", "provider", "secret", "var"}

// traversal says whether the word at hand begins a name like var.x.
func (m *masker) traversal() bool {
	return slices.Contains(roots, m.text(m.tokens[m.i])) && m.stepEnd(m.i+1) > m.i+1
}

func (m *masker) skipTraversal() {
	for end := m.stepEnd(m.i + 1); end > m.i+1; end = m.stepEnd(m.i + 1) {
		m.i = end - 1
	}
}

// stepEnd returns the token behind the step of a traversal that begins at token i, .name or ["name"], or i.
func (m *masker) stepEnd(i int) int {
	for _, kinds := range steps {
		if m.stands(i, kinds) {
			return i + len(kinds)
		}
	}
	return i
}

var steps = [][]hclsyntax.TokenType{
	{hclsyntax.TokenDot, hclsyntax.TokenIdent},
	{hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenQuotedLit, hclsyntax.TokenCQuote, hclsyntax.TokenCBrack},
}

// stands says whether tokens of these kinds stand side by side from token i on, and beside the one before.
func (m *masker) stands(i int, kinds []hclsyntax.TokenType) bool {
	return i < len(m.tokens) && m.tokens[i].start == m.tokens[i-1].end && isRow(m.tokens[i:], kinds)
}

// other hides numbers, where they are secrets. Punctuation stays.
func (m *masker) other(t lexeme) {
	if t.kind == hclsyntax.TokenNumberLit && (m.secret() || m.nameless()) {
		m.hide(span{t.start, t.end})
	}
}

// sign begins a secret behind a computed name that holds a sensitive one, as ("password") and "db_${"password"}" do.
func (m *masker) sign() {
	if !m.json && !m.inside && m.computedName() {
		m.begin()
	}
}

// computedName says whether any word or string before the sign at hand, up to where the item begins, is a sensitive name.
// Behind a question mark or in the head of a for expression a colon follows no name.
func (m *masker) computedName() bool {
	const longest = 32 // tokens
	sensitive := false
	for n := -1; n > -longest; n-- {
		switch i := m.i + n; m.at(n) {
		case hclsyntax.TokenNewline, hclsyntax.TokenOBrace, hclsyntax.TokenComma, hclsyntax.TokenEOF:
			return sensitive
		case hclsyntax.TokenQuestion, hclsyntax.TokenEqual:
			return false
		case hclsyntax.TokenIdent, hclsyntax.TokenQuotedLit:
			if m.text(m.tokens[i]) == "in" {
				return false
			}
			sensitive = sensitive || m.sensitive(unescaped(m.text(m.tokens[i])))
		}
	}
	return sensitive
}
