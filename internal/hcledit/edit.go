package hcledit

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/splice"
)

// applied makes the changes, with the line breaks of the source.
func applied(src []byte, parts []splice.Part) []byte {
	for i := range parts {
		parts[i].Text = string(withLineBreaks([]byte(parts[i].Text), src))
	}
	return splice.Apply(src, parts)
}

// newArgument puts an argument at the beginning of a block, on a line of its own.
func newArgument(src []byte, block *hclsyntax.Block, text string) []splice.Part {
	from, to := block.OpenBraceRange.End.Byte, block.CloseBraceRange.Start.Byte
	indent := indentation(src, block.TypeRange.Start.Byte)
	if line, ok := nextLine(src, from, to); ok {
		return []splice.Part{splice.Insert(line, indent+"  "+text+"\n")}
	}
	inner := strings.TrimSpace(string(src[from:to]))
	if inner != "" {
		inner = indent + "  " + inner + "\n"
	}
	return []splice.Part{splice.Replace(from, to, "\n"+indent+"  "+text+"\n"+inner+indent)}
}

// newElement puts a value behind the last one of a list, in the manner in which the others stand there.
func newElement(src []byte, tuple *hclsyntax.TupleConsExpr, value string) []splice.Part {
	from, to := tuple.OpenRange.End.Byte, tuple.SrcRange.End.Byte-1
	apart := lineStart(src, to) > from && strings.TrimSpace(string(src[lineStart(src, to):to])) == ""
	last, comma := lastToken(src, from, to)
	switch {
	case last == 0 && apart:
		start := lineStart(src, to)
		return []splice.Part{splice.Insert(start, indentation(src, to)+"  "+value+",\n")}
	case last == 0:
		return firstElement(src, from, to, value)
	case !apart && comma:
		return []splice.Part{splice.Insert(last, " "+value+",")}
	case !apart:
		return []splice.Part{splice.Insert(last, ", "+value)}
	}
	line, _ := nextLine(src, last, to)
	indent := indentation(src, to) + "  "
	if final := tuple.Exprs[len(tuple.Exprs)-1].Range().Start; final.Line > tuple.OpenRange.Start.Line {
		indent = indentation(src, final.Byte)
	}
	if comma {
		return []splice.Part{splice.Insert(line, indent+value+",\n")}
	}
	return []splice.Part{splice.Insert(last, ","), splice.Insert(line, indent+value+"\n")}
}

// firstElement is the one of a list on one line.
func firstElement(src []byte, from, to int, value string) []splice.Part {
	if strings.TrimSpace(string(src[from:to])) == "" {
		return []splice.Part{splice.Replace(from, to, value)}
	}
	return []splice.Part{splice.Insert(to, " "+value)} // behind a comment
}

// lastToken returns the end of the last token of a part of the source that is no comment, 0 where there is none, and whether
// it is a comma.
func lastToken(src []byte, from, to int) (end int, comma bool) {
	for _, token := range within(src, from, to) {
		if token.Type != hclsyntax.TokenComment && token.Type != hclsyntax.TokenNewline {
			end, comma = token.Range.End.Byte, token.Type == hclsyntax.TokenComma
		}
	}
	return end, comma
}

// nextLine returns where the line behind the one of an offset begins, unless that is behind end. A comment that goes on in
// further lines belongs to its first one.
func nextLine(src []byte, offset, end int) (start int, ok bool) {
	for _, token := range within(src, offset, end) {
		if token.Type == hclsyntax.TokenNewline || token.Type == hclsyntax.TokenComment && bytes.HasSuffix(token.Bytes, []byte("\n")) {
			return token.Range.End.Byte, true
		}
	}
	return 0, false
}

// within returns the tokens of a part of the source.
func within(src []byte, from, to int) hclsyntax.Tokens {
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	return slices.DeleteFunc(tokens, func(t hclsyntax.Token) bool { return t.Range.Start.Byte < from || t.Range.End.Byte > to })
}

func lineStart(src []byte, offset int) int { return bytes.LastIndexByte(src[:offset], '\n') + 1 }

// indentation returns the blanks that the line of an offset begins with.
func indentation(src []byte, offset int) string {
	line := src[lineStart(src, offset):offset]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// lineBreak returns what ends the first line of the source.
func lineBreak(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// withLineBreaks returns text with the line breaks of the source.
func withLineBreaks(text, src []byte) []byte {
	return bytes.ReplaceAll(text, []byte("\n"), []byte(lineBreak(src)))
}
