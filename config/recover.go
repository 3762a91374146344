package config

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// itemStart matches a line that begins a top-level block, as everyone writes them: in the first column. header takes
// the kind and the labels of such a line apart.
var (
	itemStart = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^(?:` + strings.Join(kinds(blockShapes), "|") + `|[A-Za-z_][\w-]*(?:[ \t]+"[^"\n]*")*[ \t]*\{[ \t]*(?:#.*|//.*)?\r?$)(?:\W|$)`)
	})
	header = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^([A-Za-z_][\w-]*)(?:[ \t]+"([^"\n]*)")?(?:[ \t]+"([^"\n]*)")?`)
	})
)

// recoverItems parses each top-level item of a file by itself, after the whole could not be parsed: one mistake does
// not hide the next, nor what is right. whole is what the parser said of the file; it counts where no item is to blame.
func recoverItems(src []byte, filename string, whole Diagnostics) parsedFile {
	var result parsedFile
	pos := hcl.InitialPos
	for _, item := range splitItems(src) {
		file, diags := hclsyntax.ParseConfig(item, filename, pos)
		if diags.HasErrors() {
			result.diags = append(result.diags, explain(item, filename, pos, diags)...)
			result.broken = append(result.broken, brokenHeader(item))
		} else {
			result.body.add(nativeBody(file.Body.(*hclsyntax.Body)))
		}
		pos = hcl.Pos{Line: pos.Line + bytes.Count(item, []byte("\n")), Column: 1, Byte: pos.Byte + len(item)}
	}
	if len(result.diags) == 0 {
		result.diags = whole
	}
	return result
}

func (b *body) add(other body) {
	b.attributes = append(b.attributes, other.attributes...)
	b.blocks = append(b.blocks, other.blocks...)
}

// splitItems cuts a file at the lines where its top-level items begin.
func splitItems(src []byte) [][]byte {
	var items [][]byte
	start := 0
	for _, match := range itemStart().FindAllIndex(src, -1) {
		if match[0] > start {
			items = append(items, src[start:match[0]])
			start = match[0]
		}
	}
	return append(items, src[start:])
}

func brokenHeader(item []byte) brokenBlock {
	match := header().FindSubmatch(item)
	if match == nil {
		return brokenBlock{}
	}
	b := brokenBlock{kind: string(match[1])}
	for _, l := range match[2:] {
		if l != nil {
			b.labels = append(b.labels, string(l))
		}
	}
	return b
}

// explain returns the diagnostics of a broken item: what was meant, where that can be told, else the parser's, the first
// of each line, since what follows on a line is mostly a consequence.
func explain(item []byte, filename string, pos hcl.Pos, diags hcl.Diagnostics) Diagnostics {
	tokens, _ := hclsyntax.LexConfig(item, filename, pos)
	if found := misquoted(tokens, item, pos.Byte); len(found) > 0 {
		return found
	}
	var kept Diagnostics
	lines := map[int]bool{}
	for _, d := range syntaxDiagnostics(diags) {
		if d.Range != nil && !lines[d.Range.Start.Line] {
			lines[d.Range.Start.Line] = true
			kept = append(kept, d)
		}
	}
	return kept
}

// misquoted finds references that are written in ways for which the parser has only obscure words: "${{s.k}}",
// "%{{s.k}}" and {{s.k}} without quotes. The tokens are those of src, which begins at the byte start of its file.
func misquoted(tokens hclsyntax.Tokens, src []byte, start int) Diagnostics {
	var found Diagnostics
	for i := 1; i < len(tokens); i++ {
		open, brace := tokens[i-1], tokens[i]
		if brace.Type != hclsyntax.TokenOBrace || open.Range.End.Byte != brace.Range.Start.Byte {
			continue
		}
		if detail := misquotedDetail(open.Type, src[brace.Range.End.Byte-start:]); detail != "" {
			at := hcl.RangeBetween(open.Range, brace.Range)
			found = append(found, Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Misquoted reference",
				Detail: detail, Range: &at})
		}
	}
	return found
}

func misquotedDetail(open hclsyntax.TokenType, rest []byte) string {
	inner, _, ok := strings.Cut(string(rest), "}")
	inner = strings.TrimSpace(inner)
	if !ok || inner == "" || strings.ContainsAny(inner, "\n\"{=") {
		return ""
	}
	meant := ` Write "{{` + inner + `}}".`
	switch open {
	case hclsyntax.TokenTemplateInterp:
		return `"${" begins an expression of HCL's own, so it cannot stand before a reference.` + meant
	case hclsyntax.TokenTemplateControl:
		return `"%{" begins a directive of HCL's own, so it cannot stand before a reference.` + meant
	case hclsyntax.TokenOBrace:
		return `A reference is a string, so it is written in quotes.` + meant
	}
	return ""
}
