package resolve

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A lexeme is a token of a file that need not parse: HCL's kinds and the two below, with the place in the file.
type lexeme struct {
	kind       hclsyntax.TokenType
	start, end int
}

// What only a broken file has.
const (
	openQuote   hclsyntax.TokenType = -1 - iota // the line ends, and with it a string that nothing closed
	openHeredoc                                 // the heredoc that begins here has no end
)

// lexemes reads a file. In one that is broken each line is read by itself, so that a quote too many or too few does not
// turn the text and the strings of the rest of the file inside out.
func lexemes(src []byte) (found []lexeme, broken bool) {
	found = lex(src, 0)
	if quotesMatch(src, found) && !opensBadly(found) {
		return found, false
	}
	return lexLines(src), true
}

func lex(src []byte, offset int) []lexeme {
	// The diagnostics are of no use here: broken input is expected.
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.Pos{Byte: offset, Line: 1, Column: 1})
	found := make([]lexeme, 0, len(tokens))
	for _, token := range tokens {
		if token.Type != hclsyntax.TokenEOF {
			found = append(found, lexeme{token.Type, token.Range.Start.Byte, token.Range.End.Byte})
		}
	}
	return found
}

// quotesMatch says whether every string ends in its line and every heredoc where it should.
func quotesMatch(src []byte, found []lexeme) bool {
	quotes, markers := 0, [][]byte{}
	for _, l := range found {
		switch l.kind {
		case hclsyntax.TokenOQuote:
			quotes++
		case hclsyntax.TokenCQuote:
			quotes--
		case hclsyntax.TokenOHeredoc:
			markers = append(markers, heredocMarker(src[l.start:l.end]))
		case hclsyntax.TokenCHeredoc:
			markers = markers[:len(markers)-1]
		case hclsyntax.TokenStringLit:
			if len(markers) > 0 && opensHeredoc(src[l.start:l.end], markers[len(markers)-1]) {
				return false
			}
		case hclsyntax.TokenQuotedNewline, hclsyntax.TokenInvalid, hclsyntax.TokenBadUTF8:
			return false
		}
	}
	return quotes == 0 && len(markers) == 0
}

// opensBadly says whether a heredoc begins with something behind its marker, so that HCL does not see it as one.
func opensBadly(found []lexeme) bool {
	for i := range found {
		if badOpener(found[i:]) > 0 {
			return true
		}
	}
	return false
}

// badOpener returns the number of tokens that <<MARKER or <<-MARKER is at the beginning of tokens, 0 where there is none.
func badOpener(tokens []lexeme) int {
	for _, kinds := range badOpeners {
		if isRow(tokens, kinds) {
			return len(kinds)
		}
	}
	return 0
}

var badOpeners = [][]hclsyntax.TokenType{
	{hclsyntax.TokenLessThan, hclsyntax.TokenLessThan, hclsyntax.TokenIdent},
	{hclsyntax.TokenLessThan, hclsyntax.TokenLessThan, hclsyntax.TokenMinus, hclsyntax.TokenIdent},
}

// isRow says whether tokens begins with tokens of these kinds, side by side.
func isRow(tokens []lexeme, kinds []hclsyntax.TokenType) bool {
	for i, kind := range kinds {
		if i >= len(tokens) || tokens[i].kind != kind || i > 0 && tokens[i].start != tokens[i-1].end {
			return false
		}
	}
	return true
}

// heredocMarker returns what ends the heredoc that opener begins.
func heredocMarker(opener []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimPrefix(opener, []byte("<<")), []byte("-")))
}

// opensHeredoc says whether a line of a heredoc seems to begin another with the same marker: then the first one lacks
// its end, and has swallowed what is between.
func opensHeredoc(line, marker []byte) bool {
	before, ok := bytes.CutSuffix(bytes.TrimSpace(line), marker)
	return ok && (bytes.HasSuffix(before, []byte("<<")) || bytes.HasSuffix(before, []byte("<<-")))
}

// A lineLexer reads a broken file line by line.
type lineLexer struct {
	src   []byte
	found []lexeme
	// budget is how many bytes may still be looked through for the ends of heredocs, so that a file of nothing but
	// beginnings does not take for ever.
	budget int
}

func lexLines(src []byte) []lexeme {
	l := &lineLexer{src: src, budget: 4 * len(src)}
	for offset := 0; offset < len(src); {
		offset = l.line(offset)
	}
	return l.found
}

// line reads the line at an offset, with the heredoc that may begin in it, and returns where it ends.
func (l *lineLexer) line(offset int) int {
	end := lineEnd(l.src, offset)
	line := lex(l.src[offset:end], offset)
	if last := len(line) - 1; last >= 0 && line[last].kind == hclsyntax.TokenOHeredoc {
		l.found = append(l.found, line[:last]...)
		return l.heredoc(line[last], heredocMarker(l.src[line[last].start:end]))
	}
	for i := range line {
		if n := badOpener(line[i:]); n > 0 {
			l.found = append(l.found, line[:i]...)
			marker := line[i+n-1]
			return l.heredoc(lexeme{hclsyntax.TokenOHeredoc, line[i].start, marker.end}, l.src[marker.start:marker.end])
		}
	}
	l.found = append(l.found, closeLine(line, l.src, offset, end)...)
	return end
}

// lineEnd returns the offset behind the line break of the line that offset is in.
func lineEnd(src []byte, offset int) int {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}

// closeLine marks a line in which a string is left open and sees to it that the line ends.
func closeLine(line []lexeme, src []byte, start, end int) []lexeme {
	open := 0
	for _, l := range line {
		switch l.kind {
		case hclsyntax.TokenOQuote:
			open++
		case hclsyntax.TokenCQuote:
			open--
		}
	}
	if open > 0 {
		return append(line, lexeme{openQuote, start, end}, lexeme{hclsyntax.TokenNewline, end, end})
	}
	if n := len(line); n > 0 && line[n-1].kind == hclsyntax.TokenComment && src[end-1] == '\n' {
		return line
	}
	if n := len(line); n == 0 || line[n-1].kind != hclsyntax.TokenNewline {
		line = append(line, lexeme{hclsyntax.TokenNewline, end, end})
	}
	return line
}

// heredoc reads the heredoc that begins with opener, and ends with marker, and returns where it ends.
func (l *lineLexer) heredoc(opener lexeme, marker []byte) int {
	body := []lexeme{opener}
	for offset := opener.end; offset < len(l.src) && l.budget > 0; {
		end := lineEnd(l.src, offset)
		l.budget -= end - offset
		line := l.src[offset:end]
		if bytes.Equal(bytes.TrimSpace(line), marker) {
			l.found = append(append(l.found, body...), lexeme{hclsyntax.TokenCHeredoc, offset, end},
				lexeme{hclsyntax.TokenNewline, end, end})
			return end
		}
		if opensHeredoc(line, marker) {
			break
		}
		body = append(body, lexeme{hclsyntax.TokenStringLit, offset, end})
		offset = end
	}
	l.found = append(l.found, lexeme{openHeredoc, opener.start, opener.end},
		lexeme{hclsyntax.TokenNewline, opener.end, opener.end})
	return opener.end
}
