package config

import (
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

// checkNesting returns a diagnostic for source that the parser must not see. It lexes only where a quick count, which
// takes every bracket and operator for an open one, cannot rule the limits out.
func checkNesting(src []byte, filename string) Diagnostics {
	brackets, operators := countSteps(src)
	if brackets <= maxNesting && brackets+operators <= maxSteps {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(src, filename, hcl.InitialPos)
	return checkTokens(tokens)
}

func countSteps(src []byte) (brackets, operators int) {
	for _, b := range src {
		switch b {
		case '[', '{', '(':
			brackets++
		case '!', '-', '+', '*', '/', '%', '?', '<', '>', '&', '|', '=':
			operators++
		}
	}
	return brackets, operators
}

// A bracket is an open bracket, or the file itself.
type bracket struct {
	steps int  // since the last separator
	lines bool // whether a newline separates: in a body or an object, but not in parentheses, lists or templates
}

// A nesting follows the brackets of a token stream, the innermost last.
type nesting []bracket

func checkTokens(tokens hclsyntax.Tokens) Diagnostics {
	open := nesting{{lines: true}}
	for _, token := range tokens {
		open = open.read(token.Type)
		switch {
		case len(open) > maxNesting:
			return Diagnostics{tooDeep(token.Range)}
		case open[len(open)-1].steps > maxSteps:
			return Diagnostics{tooLong(token.Range)}
		}
	}
	return nil
}

func (n nesting) read(token hclsyntax.TokenType) nesting {
	top := &n[len(n)-1]
	switch token {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp,
		hclsyntax.TokenTemplateControl:
		top.steps++
		return append(n, bracket{lines: token == hclsyntax.TokenOBrace})
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

// checkJSON returns a diagnostic for JSON that is nested too deeply, or whose strings are as templates.
func checkJSON(src []byte, filename string) Diagnostics {
	brackets, operators := countSteps(src)
	if brackets <= maxNesting && brackets+operators <= maxSteps {
		return nil
	}
	depth, inString, start := 0, false, 0
	for i := 0; i < len(src); i++ {
		switch b := src[i]; {
		case inString && b == '\\':
			i++
		case b == '"':
			if inString {
				if diags := checkJSONString(src[start:i], filename, src, start); diags != nil {
					return diags
				}
			}
			inString, start = !inString, i+1
		case inString:
		case b == '[' || b == '{':
			if depth++; depth > maxNesting {
				return Diagnostics{tooDeep(rangeAt(src, filename, i, i+1))}
			}
		case b == ']' || b == '}':
			depth--
		}
	}
	return nil
}

func checkJSONString(text []byte, filename string, src []byte, start int) Diagnostics {
	brackets, operators := countSteps(text)
	if brackets <= maxNesting && brackets+operators <= maxSteps {
		return nil
	}
	tokens, _ := hclsyntax.LexTemplate(text, filename, hcl.InitialPos)
	diags := checkTokens(tokens)
	for i := range diags {
		at := rangeAt(src, filename, start, start+len(text))
		diags[i].Range = &at
	}
	return diags
}
