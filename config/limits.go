package config

import (
	"bytes"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The limits on one file. HCL's parser and evaluator recurse on the Go stack, whose overflow ends the program beyond
// any recovery and with exit code 2, "missing". What could overflow it is refused before it is parsed.
const (
	maxFileSize = 8 << 20 // bytes
	maxNesting  = 500     // brackets open at a time
	maxSteps    = 2000    // operators and brackets in a row without a comma or newline between them

	// HCL's parser joins the lines of a text one by one, and copies the whole text and the list of its lines each time.
	maxCopied = 1 << 35 // bytes, for all texts of a file: some seconds
	lineEntry = 16      // bytes
	fewLines  = 4000    // that need not be counted
)

func tooLarge(filename string) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "File too large", Range: startOf(filename),
		Detail: fmt.Sprintf("The file has more than %d bytes (8 MiB), the most that a configuration file may have. Split it; "+
			"nothing of it is read.", maxFileSize)}
}

func tooDeep(at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Nested too deeply", Range: &at,
		Detail: fmt.Sprintf("More than %d brackets are open here. Nothing that zsv reads needs that; the file is not read.",
			maxNesting)}
}

func tooLong(at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Expression too long", Range: &at,
		Detail: fmt.Sprintf("More than %d operators stand in one expression. Split it with locals; the file is not read.",
			maxSteps)}
}

func tooManyDigits(at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Number too long", Range: &at,
		Detail: fmt.Sprintf("This number has more than %d digits. Nothing that zsv reads needs that; the file is not read.",
			maxNumberText)}
}

func tooManyLines(at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Text too long", Range: &at,
		Detail: "The texts of this file have more lines up to here than can be read in reasonable time. Split them; the file " +
			"is not read."}
}

// checkNesting returns a diagnostic for source that the parser must not see. It lexes only where a quick count, which
// takes every bracket and operator for an open one, cannot rule the limits out.
func checkNesting(src []byte, filename string) Diagnostics {
	s := countSteps(src)
	if !bytes.Contains(src, []byte("<<")) { // text of several lines is a heredoc
		s.lines = 0
	}
	if s.harmless() && !mayLackEnd(src) {
		return nil
	}
	return checkLexed(lexer(hclsyntax.LexConfig), src, filename)
}

func checkLexed(l lexer, src []byte, filename string) Diagnostics {
	tokens, open := l.lex(src, filename, hcl.InitialPos)
	if open != nil {
		return Diagnostics{openComment(open)}
	}
	return checkTokens(tokens)
}

// steps counts what makes the parser recurse, wherever it stands: in text too.
type steps struct {
	brackets, operators int
	digits              int // the longest row of them
	lines, cuts         int // in text: newlines, and characters at which it is cut as well
}

func (s steps) harmless() bool {
	return s.brackets <= maxNesting && s.brackets+s.operators <= maxSteps && s.digits <= maxNumberText && s.lines+s.cuts <= fewLines
}

func countSteps[T string | []byte](src T) steps {
	var s steps
	row := 0
	for i := range len(src) {
		switch b := src[i]; b {
		case '[', '{', '(':
			s.brackets++
		case '\n':
			s.lines++
		case '\\', '$':
			s.cuts++
		case '%':
			s.cuts++
			s.operators++
		case '!', '-', '+', '*', '/', '?', '<', '>', '&', '|', '=':
			s.operators++
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.':
			row++
			s.digits = max(s.digits, row)
			continue
		}
		row = 0
	}
	return s
}

// A bracket is an open bracket, or the file itself.
type bracket struct {
	steps int  // since the last separator
	lines bool // whether a newline separates: in a body or an object, but not in parentheses, lists or templates
}

// A nesting follows the brackets of a token stream, the innermost last.
type nesting []bracket

func checkTokens(tokens hclsyntax.Tokens) Diagnostics {
	open, directives, text := nesting{{lines: true}}, 0, textLines{}
	for i, token := range tokens {
		text.read(token)
		if token.Type == hclsyntax.TokenTemplateControl && i+1 < len(tokens) {
			directives = max(directives+nestingOf(tokens[i+1:]), 0)
		}
		open = open.read(token.Type)
		switch {
		case len(open)+directives > maxNesting:
			return Diagnostics{tooDeep(token.Range)}
		case open[len(open)-1].steps > maxSteps:
			return Diagnostics{tooLong(token.Range)}
		case token.Type == hclsyntax.TokenNumberLit && len(token.Bytes) > maxNumberText:
			return Diagnostics{tooManyDigits(token.Range)}
		case text.copied() > maxCopied:
			return Diagnostics{tooManyLines(token.Range)}
		}
	}
	return nil
}

// textLines counts the tokens of a text that the parser joins, and what it copied for the texts before.
type textLines struct{ lines, bytes, before int }

func (t *textLines) copied() int { return t.before + t.lines*(t.bytes+t.lines*lineEntry) }

func (t *textLines) read(token hclsyntax.Token) {
	if token.Type != hclsyntax.TokenStringLit && token.Type != hclsyntax.TokenQuotedLit {
		*t = textLines{before: t.copied()}
		return
	}
	t.lines++
	t.bytes += len(token.Bytes)
}

// nestingOf says how a template directive that begins with these tokens nests what follows: 1 deeper, -1 less deep.
func nestingOf(directive hclsyntax.Tokens) int {
	switch string(directive[0].Bytes) {
	case "if", "for":
		return 1
	case "endif", "endfor":
		return -1
	}
	return 0
}

func (n nesting) read(token hclsyntax.TokenType) nesting {
	top := &n[len(n)-1]
	switch token {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
		top.steps++
		return append(n, bracket{lines: token == hclsyntax.TokenOBrace})
	case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl: // as many as one likes may follow one another
		return append(n, bracket{})
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
		return n[:max(len(n)-1, 1)]
	case hclsyntax.TokenComma:
		top.steps = 0
	case hclsyntax.TokenNewline:
		if top.lines {
			top.steps = 0
		}
	case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash,
		hclsyntax.TokenPercent, hclsyntax.TokenQuestion, hclsyntax.TokenAnd, hclsyntax.TokenOr,
		hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq:
		top.steps++
	}
	return n
}

// checkJSON returns a diagnostic for JSON of these tokens that is nested too deeply, or whose strings are as templates.
func checkJSON(src []byte, filename string, tokens []jsonToken) Diagnostics {
	escaped := bytes.Contains(src, []byte(`\u`)) // which may stand for a bracket
	if countSteps(src).harmless() && !escaped && !bytes.Contains(src, []byte("*")) {
		return nil
	}
	depth := 0
	for _, token := range tokens {
		switch {
		case token.opens():
			if depth++; depth > maxNesting {
				return Diagnostics{tooDeep(rangeAt(src, filename, token.start, token.end))}
			}
		case token.closes():
			depth = max(depth-1, 0)
		case token.kind == jsonText:
			if diags := checkJSONString(src, filename, token.start+1, token.end-1); diags != nil {
				return diags
			}
		case token.kind == jsonWord && token.end-token.start > maxNumberText:
			return Diagnostics{tooManyDigits(rangeAt(src, filename, token.start, token.end))}
		}
	}
	return nil
}

// endOfJSONString returns the offset of the quote that closes the string which opens at start. A string ends with its
// line at the latest, so a missing quote takes nothing of the next one with it.
func endOfJSONString(src []byte, start int) int {
	escaped := false
	for i := start + 1; i < len(src); i++ {
		switch b := src[i]; {
		case b == '\n' || b == '\r' || b == '"' && !escaped:
			return i
		default:
			escaped = b == '\\' && !escaped
		}
	}
	return len(src)
}

func checkJSONString(src []byte, filename string, start, end int) Diagnostics {
	text := decodeLiteral(string(src[start:end]), jsonEscapes).text
	if countSteps(text).harmless() && !mayLackEnd(text) {
		return nil
	}
	diags := checkLexed(hclsyntax.LexTemplate, []byte(text), filename)
	for i := range diags {
		at := rangeAt(src, filename, start, end)
		diags[i].Range = &at
	}
	return diags
}
