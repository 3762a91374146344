package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// explain returns the diagnostics of a broken piece: what was meant, where that can be told, else the first that the
// parser says. What it says then is mostly a consequence.
func explain(p piece, filename string, diags hcl.Diagnostics) Diagnostics {
	if found := p.misread(filename); len(found) > 0 {
		return found
	}
	first := syntaxDiagnostics(firstPlaced(diags))
	if len(first) == 0 {
		return syntaxDiagnostics(diags)
	}
	d := slices.MinFunc(first, Diagnostic.Compare)
	if d.Range.Start.Byte >= p.start.Byte+len(p.source) {
		return Diagnostics{unclosed(Lex(p.source, filename, p.start), d)}
	}
	return Diagnostics{p.explainBrace(d)}
}

// firstPlaced returns the diagnostics at the first place that any of them is at. There may be one for each line.
func firstPlaced(diags hcl.Diagnostics) hcl.Diagnostics {
	var first hcl.Diagnostics
	for _, d := range diags {
		switch {
		case d.Subject == nil:
		case len(first) == 0 || compareRanges(d.Subject, first[0].Subject) < 0:
			first = append(first[:0], d)
		case compareRanges(d.Subject, first[0].Subject) == 0:
			first = append(first, d)
		}
	}
	return first
}

// manyUnclosed is how many texts without a closing quote are looked for in one piece: the lexer starts anew behind each.
const manyUnclosed = 10

// misread finds what the parser's own words would not explain: misquoted references, and texts without a closing quote,
// behind which the parser takes text for code and code for text up to the next quote.
func (p piece) misread(filename string) Diagnostics {
	var found Diagnostics
	for range manyUnclosed {
		tokens := Lex(p.source, filename, p.start)
		end := slices.IndexFunc(tokens, func(t hclsyntax.Token) bool { return t.Type == hclsyntax.TokenQuotedNewline })
		if end < 0 {
			return append(found, misquoted(tokens, p.source, p.start.Byte)...)
		}
		found = append(found, misquoted(tokens[:end], p.source, p.start.Byte)...)
		if text := unclosedText(tokens[:end]); len(found) == 0 || found[len(found)-1].Range.Start.Line != text.Range.Start.Line {
			found = append(found, text)
		} // else the quote belongs to the reference that lacks the other one
		p = p.from(tokens[end].Range.End)
	}
	return found
}

// unclosedText reports the last text of the tokens, which no quote closes.
func unclosedText(tokens hclsyntax.Tokens) Diagnostic {
	open, closed := len(tokens)-1, 0
	for ; open > 0 && (closed > 0 || tokens[open].Type != hclsyntax.TokenOQuote); open-- {
		switch tokens[open].Type {
		case hclsyntax.TokenCQuote:
			closed++
		case hclsyntax.TokenOQuote:
			closed--
		}
	}
	at := hcl.RangeBetween(tokens[open].Range, tokens[len(tokens)-1].Range)
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Unclosed text", Range: &at,
		Detail: "There is no closing quote before the line ends, or there is a quote too many. For a line break in text write \\n."}
}

const unclosedBracket = "Unclosed bracket"

// unclosed says what is not closed where the parser only sees that the text ends.
func unclosed(tokens hclsyntax.Tokens, end Diagnostic) Diagnostic {
	var open []hclsyntax.Token
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			open = append(open, token)
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
			hclsyntax.TokenTemplateSeqEnd:
			open = open[:max(len(open)-1, 0)]
		}
	}
	if len(open) == 0 {
		return end
	}
	last := open[len(open)-1]
	at := last.Range
	if last.Type == hclsyntax.TokenOQuote {
		return unclosedText(tokens[:slices.IndexFunc(tokens, func(t hclsyntax.Token) bool {
			return t.Type == hclsyntax.TokenEOF
		})])
	}
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: unclosedBracket, Range: &at,
		Detail: "What opens here is not closed before the next argument or block begins."}
}

// explainBrace says what is wrong with a brace where the parser wants an argument.
func (p piece) explainBrace(d Diagnostic) Diagnostic {
	offset := d.Range.Start.Byte - p.start.Byte
	if offset < len(p.source) && p.source[offset] == '}' && d.Summary == "Argument or block definition required" {
		d.Summary = "Unexpected closing brace"
		d.Detail = "This brace closes nothing. Remove it, or look for a brace too many above."
	}
	return d
}

// misquoted finds references that are written in ways for which the parser has only obscure words: "${{s.k}}",
// "%{{s.k}}", and {{s.k}} and {s.k} without quotes. The tokens are those of src, which begins at the byte start of its file.
func misquoted(tokens hclsyntax.Tokens, src []byte, start int) Diagnostics {
	var found Diagnostics
	for i := range tokens {
		rest := src[tokens[i].Range.End.Byte-start:]
		var at hcl.Range
		var detail string
		if i > 0 && opensTwice(tokens[i-1], tokens[i]) {
			at = hcl.RangeBetween(tokens[i-1].Range, tokens[i].Range)
			detail = misquotedDetail(tokens[i-1].Type, rest)
		} else if isSingleBraced(tokens[i:]) {
			at, detail = tokens[i].Range, misquotedDetail(hclsyntax.TokenOBrace, rest)
		}
		if detail != "" {
			found = append(found, Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Misquoted reference",
				Detail: detail, Range: &at})
		}
	}
	return found
}

func opensTwice(first, second hclsyntax.Token) bool {
	return second.Type == hclsyntax.TokenOBrace && first.Range.End.Byte == second.Range.Start.Byte
}

// isSingleBraced says whether tokens begin with {NAME.KEY}.
func isSingleBraced(tokens hclsyntax.Tokens) bool {
	wanted := []hclsyntax.TokenType{hclsyntax.TokenOBrace, hclsyntax.TokenIdent, hclsyntax.TokenDot, hclsyntax.TokenIdent,
		hclsyntax.TokenCBrace}
	if len(tokens) < len(wanted) {
		return false
	}
	for i, kind := range wanted {
		if tokens[i].Type != kind {
			return false
		}
	}
	return true
}

func misquotedDetail(open hclsyntax.TokenType, rest []byte) string {
	inner, _, ok := strings.Cut(string(rest[:min(len(rest), maxOpening)]), "}")
	inner = strings.TrimSpace(inner)
	if !ok || !strings.Contains(inner, ".") || strings.ContainsAny(inner, "\n\"{=") {
		return ""
	}
	meant := ` Write "{{` + inner + `}}".`
	switch open {
	case hclsyntax.TokenTemplateInterp:
		return `"${" begins an expression of HCL's own, so it cannot stand before a reference.` + meant
	case hclsyntax.TokenTemplateControl:
		return `"%{" begins a directive of HCL's own, so it cannot stand before a reference.` + meant
	case hclsyntax.TokenOBrace:
		return `A reference is a string, so it is written in quotes, with two braces.` + meant
	}
	return ""
}
