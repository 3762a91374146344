package config

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A piece is some lines of a file.
type piece struct {
	source []byte
	start  hcl.Pos
}

func (p piece) parse(filename string) (*hcl.File, hcl.Diagnostics) {
	if mayLackEnd(p.source) {
		if diags := p.openComment(filename); diags != nil {
			return nil, diags
		}
	}
	return hclsyntax.ParseConfig(p.source, filename, p.start)
}

// openComment reports a comment without an end, which the parser must not see.
func (p piece) openComment(filename string) hcl.Diagnostics {
	_, open := lexer(hclsyntax.LexConfig).lex(p.source, filename, p.start)
	if open == nil {
		return nil
	}
	d := openComment(open)
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: d.Summary, Detail: d.Detail, Subject: d.Range}}
}

// A cutter cuts a piece from its begin to its end.
type cutter struct {
	piece
	begin int // of what is not cut off yet
}

// to cuts at an offset, which is that of a line, and returns what comes before.
func (c *cutter) to(offset int) piece {
	cut := piece{c.source[c.begin:offset], c.start}
	c.start = hcl.Pos{Line: c.start.Line + bytes.Count(cut.source, []byte("\n")), Column: 1, Byte: c.start.Byte + len(cut.source)}
	c.begin = offset
	return cut
}

func (p piece) firstLine() []byte {
	for line := range bytes.Lines(p.source) {
		return line
	}
	return nil
}

// blocks cuts a piece behind each line that begins with a closing brace, indented as the piece is.
func (p piece) blocks() []piece {
	cut := cutter{piece: p}
	var blocks []piece
	for _, rest := range splitLines(p, p.closingLine())[1:] {
		end := rest.start.Byte - p.start.Byte + len(rest.firstLine())
		blocks = append(blocks, cut.to(end))
	}
	return append(blocks, cut.to(len(p.source)))
}

// closed cuts a piece behind each brace that closes a block of the top level.
func (p piece) closed(filename string) []piece {
	tokens := Lex(p.source, filename, p.start)
	rest := p
	var parts []piece
	depth := 0
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenTemplateSeqEnd:
			if depth--; depth == 0 && token.Type == hclsyntax.TokenCBrace {
				end := token.Range.End
				parts = append(parts, piece{rest.source[:end.Byte-rest.start.Byte], rest.start})
				rest = rest.from(end)
			}
		}
	}
	return append(parts, rest)
}

// closingLine returns what tells a line that closes a block of the top level.
func (p piece) closingLine() func(line string) bool {
	brace := firstIndentation(p.source) + "}"
	return func(line string) bool { return strings.HasPrefix(line, brace) }
}

func trimEnding(line []byte) string { return string(bytes.TrimRight(line, "\r\n")) }

// arguments cuts a block whose braces stand on lines of their own into its arguments and nested blocks: the lines that are
// indented like the first.
func (p piece) arguments() []piece {
	cut := cutter{piece: p}
	opening := cut.to(len(p.firstLine()))
	parts := splitLines(cut.to(len(p.source)), p.closingLine())
	if !blockOpening().Match(opening.source) || len(parts) < 2 {
		return nil
	}
	body := parts[0]
	indentation := firstIndentation(body.source)
	return splitLines(body, func(line string) bool {
		inner, found := strings.CutPrefix(line, indentation)
		return found && argumentStart().MatchString(inner)
	})
}

var (
	blockOpening  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{[ \t]*(?:#.*|//.*)?\r?\n?$`) })
	argumentStart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^["A-Za-z_]`) })
	heredocStart  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`<<-?([A-Za-z_][\w-]*)[ \t]*\r?$`)
	})
)

func firstIndentation(source []byte) string {
	for line := range bytes.Lines(source) {
		if text := bytes.TrimLeft(line, " \t"); len(bytes.TrimSpace(text)) > 0 && text[0] != '#' && text[0] != '/' {
			return string(line[:len(line)-len(text)])
		}
	}
	return ""
}

// splitLines cuts a piece at the lines for which starts says so, and which are not the text of a heredoc.
func splitLines(p piece, starts func(line string) bool) []piece {
	var pieces []piece
	cut, closings := cutter{piece: p}, lastClosings(p.source)
	offset, terminator := 0, ""
	for line := range bytes.Lines(p.source) {
		text := trimEnding(line)
		switch {
		case terminator != "":
			if strings.TrimSpace(text) == terminator {
				terminator = ""
			}
		case offset > cut.begin && starts(text):
			pieces = append(pieces, cut.to(offset))
		}
		if match := heredocStart().FindStringSubmatch(text); terminator == "" && match != nil && closings[match[1]] > offset {
			terminator = match[1]
		}
		offset += len(line)
	}
	return append(pieces, cut.to(len(p.source)))
}

// lastClosings returns the offset of the last line that may close each heredoc, by the word that it holds.
func lastClosings(source []byte) map[string]int {
	if !bytes.Contains(source, []byte("<<")) {
		return nil
	}
	last := map[string]int{}
	offset := 0
	for line := range bytes.Lines(source) {
		if word := string(bytes.TrimSpace(line)); hclsyntax.ValidIdentifier(word) {
			last[word] = offset
		}
		offset += len(line)
	}
	return last
}

// unclosedHeredoc reports a heredoc that no line closes.
func unclosedHeredoc(p piece, filename string) Diagnostics {
	closings := lastClosings(p.source)
	offset := 0
	for line := range bytes.Lines(p.source) {
		text := trimEnding(line)
		if match := heredocStart().FindStringSubmatchIndex(text); match != nil && closings[text[match[2]:match[3]]] <= offset {
			at := rangeAt(p.source, filename, offset+match[0], offset+match[3])
			at.Start, at.End = p.shift(at.Start), p.shift(at.End)
			return Diagnostics{{Severity: Error, Rule: RuleSyntax, Summary: "Unclosed heredoc", Range: &at,
				Detail: "No line below holds just the word that closes this heredoc: the word behind <<, alone on its line."}}
		}
		offset += len(line)
	}
	return nil
}

// from returns the part of the piece that begins at a position of the file.
func (p piece) from(start hcl.Pos) piece { return piece{p.source[start.Byte-p.start.Byte:], start} }

// shift moves a position in the piece to that in its file.
func (p piece) shift(pos hcl.Pos) hcl.Pos {
	return hcl.Pos{Line: pos.Line + p.start.Line - 1, Column: pos.Column, Byte: pos.Byte + p.start.Byte}
}
