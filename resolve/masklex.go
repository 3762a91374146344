package resolve

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
)

// A lexeme is one of HCL's tokens, with its place in the file.
type lexeme struct {
	kind       hclsyntax.TokenType
	start, end int
}

func lex(src []byte) []lexeme {
	// The diagnostics are of no use here: a file that gives any does not parse, or is JSON.
	tokens := config.Lex(src, "", hcl.InitialPos)
	found := make([]lexeme, 0, len(tokens))
	for _, token := range tokens {
		if token.Type != hclsyntax.TokenEOF {
			found = append(found, lexeme{token.Type, token.Range.Start.Byte, token.Range.End.Byte})
		}
	}
	return found
}

// closedBy maps what opens to what closes it.
var closedBy = map[hclsyntax.TokenType]hclsyntax.TokenType{
	hclsyntax.TokenOBrace: hclsyntax.TokenCBrace, hclsyntax.TokenOBrack: hclsyntax.TokenCBrack,
	hclsyntax.TokenOParen: hclsyntax.TokenCParen, hclsyntax.TokenTemplateInterp: hclsyntax.TokenTemplateSeqEnd,
	hclsyntax.TokenTemplateControl: hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenOQuote: hclsyntax.TokenCQuote,
	hclsyntax.TokenOHeredoc: hclsyntax.TokenCHeredoc,
}

// closes says whether something is closed by a token of this kind.
func closes(kind hclsyntax.TokenType) bool {
	for _, closer := range closedBy {
		if closer == kind {
			return true
		}
	}
	return false
}

// allClosed says whether every string, heredoc and bracket ends where it should. JSON may parse and hold other strings and
// brackets than HCL sees in it, and a heredoc may have swallowed what is behind it.
func allClosed(src []byte, found []lexeme) bool {
	var open []lexeme
	for _, l := range found {
		last := len(open) - 1
		switch {
		case closedBy[l.kind] != 0:
			open = append(open, l)
		case closes(l.kind):
			if last < 0 || closedBy[open[last].kind] != l.kind {
				return false
			}
			open = open[:last]
		case l.kind == hclsyntax.TokenQuotedNewline, l.kind == hclsyntax.TokenInvalid, l.kind == hclsyntax.TokenBadUTF8,
			l.kind == hclsyntax.TokenStringLit && last >= 0 && opensSame(src, open[last], l):
			return false
		}
	}
	return len(open) == 0
}

// opensSame says whether a line of a heredoc seems to begin another with the same marker: then the first one lacks its
// end, and has swallowed what is between.
func opensSame(src []byte, opener, line lexeme) bool {
	marker := bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimPrefix(src[opener.start:opener.end], []byte("<<")), []byte("-")))
	before, ok := bytes.CutSuffix(bytes.TrimSpace(src[line.start:line.end]), marker)
	return opener.kind == hclsyntax.TokenOHeredoc && ok &&
		(bytes.HasSuffix(before, []byte("<<")) || bytes.HasSuffix(before, []byte("<<-")))
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

// lineEnd returns the offset behind the line break of the line that offset is in.
func lineEnd(src []byte, offset int) int {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}
