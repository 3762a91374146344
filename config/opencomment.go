package config

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// HCL's lexer looks for the end of a comment in all that follows it. Where there is none it takes the two characters for
// something else and goes on, so what begins comments and ends none takes time that grows with the square of its size:
// a few hundred kilobytes take minutes. It never gets to see that: to us such a comment takes in all that follows.
const (
	commentOpens  = "/*"
	commentCloses = "*/"
)

// mayLackEnd says whether a comment may begin and not end.
func mayLackEnd[T string | []byte](source T) bool {
	src := []byte(source)
	last := bytes.LastIndex(src, []byte(commentOpens))
	return last >= 0 && !bytes.Contains(src[last+len(commentOpens):], []byte(commentCloses))
}

// endOfComment returns the offset behind the comment that begins at start: that of the source's end, where nothing closes
// it.
func endOfComment(src []byte, start int) (end int, closed bool) {
	text := start + len(commentOpens)
	length := bytes.Index(src[text:], []byte(commentCloses))
	if length < 0 {
		return len(src), false
	}
	return text + length + len(commentCloses), true
}

// Lex takes source in HCL apart as hclsyntax.LexConfig does, the source of a part of a file too, in time that grows with
// its size only. A comment without an end goes on to the end of the source.
func Lex(src []byte, filename string, start hcl.Pos) hclsyntax.Tokens {
	tokens, _ := lexer(hclsyntax.LexConfig).lex(src, filename, start)
	return tokens
}

// A lexer is one of HCL's.
type lexer func(src []byte, filename string, start hcl.Pos) (hclsyntax.Tokens, hcl.Diagnostics)

// lex lexes source, and returns the comment without an end.
func (l lexer) lex(src []byte, filename string, start hcl.Pos) (tokens hclsyntax.Tokens, open *hclsyntax.Token) {
	if !mayLackEnd(src) {
		tokens, _ = l(src, filename, start)
		return tokens, nil
	}
	return l.lexEnded(src, filename, start)
}

// lexEnded is lex for source that ends anywhere: with the end of a comment behind it.
func (l lexer) lexEnded(src []byte, filename string, start hcl.Pos) (tokens hclsyntax.Tokens, open *hclsyntax.Token) {
	tokens, _ = l(slices.Concat(src, []byte(commentCloses)), filename, start)
	return withoutEnd(tokens, start.Byte+len(src))
}

// withoutEnd takes what was added at an offset away again.
func withoutEnd(tokens hclsyntax.Tokens, end int) (kept hclsyntax.Tokens, open *hclsyntax.Token) {
	first := slices.IndexFunc(tokens, func(t hclsyntax.Token) bool { return t.Range.End.Byte > end })
	last, eof := &tokens[first], tokens[len(tokens)-1]
	if last.Range.Start.Byte >= end {
		eof.Range.Start = last.Range.Start
		eof.Range.End = eof.Range.Start
		return append(tokens[:first], eof), nil
	}
	added := last.Range.End.Byte - end
	last.Bytes = last.Bytes[:len(last.Bytes)-added]
	last.Range.End.Byte -= added
	last.Range.End.Column = max(last.Range.End.Column-added, 1)
	eof.Range.Start, eof.Range.End = last.Range.End, last.Range.End
	if last.Type == hclsyntax.TokenComment && bytes.HasPrefix(last.Bytes, []byte(commentOpens)) {
		open = last
	}
	return append(tokens[:first+1], eof), open
}

// openComment reports a comment without an end.
func openComment(comment *hclsyntax.Token) Diagnostic { return openCommentAt(comment.Range) }

func openCommentAt(at hcl.Range) Diagnostic {
	at.End = at.Start
	at.End.Byte += len(commentOpens)
	at.End.Column += len(commentOpens)
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Unclosed comment", Range: &at,
		Detail: "No */ follows that would end this comment, so it takes in all that is below."}
}

// unclosedSummaries are what is said of brackets without an end, by us and by HCL's parser.
var unclosedSummaries = []string{unclosedBracket, "Unclosed configuration block", "Unterminated tuple constructor expression",
	"Unterminated object constructor expression"}

// parseAbove parses a file up to a comment without an end. What the comment leaves open above it is no mistake of its own.
func parseAbove(comment *hclsyntax.Token, src []byte, filename string) parsedFile {
	parsed := parseFile(src[:comment.Range.Start.Byte], filename)
	parsed.diags = slices.DeleteFunc(parsed.diags, func(d Diagnostic) bool {
		return slices.Contains(unclosedSummaries, d.Summary)
	})
	parsed.diags = append(parsed.diags, openComment(comment))
	parsed.lost = true
	return parsed
}
