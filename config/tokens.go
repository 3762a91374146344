package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What a file takes to read grows with its tokens rather than its bytes: the parsers need some hundred bytes of memory for
// each. A configuration as people and generators write it has 5 to 10 bytes a token.
const (
	maxTokens = 1_000_000
	// badToken is what a character counts for that HCL does not have: its lexer makes a diagnostic of each.
	badToken = 4
)

func tooManyTokens(filename string) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "File too large", Range: startOf(filename),
		Detail: fmt.Sprintf("The file has more than %d tokens (names, numbers, texts, punctuation, line ends), the most that a "+
			"configuration file may have. Split it; nothing of it is read.", maxTokens)}
}

// hasTooManyTokens says whether the parsers must not see a file. Only one that may have so many is looked at closely.
func hasTooManyTokens(src []byte, filename string) bool {
	switch {
	case tokensAtMost(src) <= maxTokens:
		return false
	case strings.HasSuffix(filename, ".json"):
		return countJSON(src) > maxTokens
	}
	return countTokens(src, countedBytes) > maxTokens
}

// tokensAtMost returns how many tokens source may have, in text and comments too: no token begins between two letters, and
// none is just the second of two spaces.
func tokensAtMost(src []byte) int {
	count := 0
	before := byte('\n')
	for _, b := range src {
		switch {
		case b == ' ' && before == ' ', isLetter(b) && isLetter(before):
		case b < ' ', b > '~', b == '$', b == '@', b == '\\':
			count += badToken
		default:
			count++
		}
		before = b
	}
	return count
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

// countJSON counts the tokens of JSON, the comments among them, as far as maxTokens.
func countJSON(src []byte) int {
	s := jsonScanner{src: src}
	s.scan(maxTokens)
	return len(s.tokens) + len(s.comments)
}

const (
	// countedBytes are lexed at a time, and furtherSteps times as many more where a text goes on behind them.
	countedBytes = 256 << 10
	furtherSteps = 4
	// cutTokens at the end of such a part may be others in the whole: numbers, the beginning of a heredoc.
	cutTokens = 16
)

// countTokens counts the tokens of source in HCL as far as maxTokens. It lexes part by part: the tokens of the whole might
// not fit into the memory.
func countTokens(src []byte, step int) int {
	count, size := 0, step
	for len(src) > 0 && count <= maxTokens {
		passed, counted := countPart(src, min(size, len(src)))
		if passed == 0 && counted+count <= maxTokens {
			size += furtherSteps * step
			continue
		}
		src, count, size = src[passed:], count+counted, step
	}
	return count
}

// countPart counts the tokens in so many bytes of source, up to the last place at which the lexer could begin anew, or to
// the end of the comment that they end in. Where there is none, passed is 0 and the count that of all of them.
func countPart(src []byte, size int) (passed, count int) {
	tokens, open := lexer(hclsyntax.LexConfig).lexEnded(src[:size], "", hcl.InitialPos)
	var inside templates
	total := 0
	for i, token := range tokens {
		if !inside.any() && i < len(tokens)-cutTokens {
			passed, count = token.Range.Start.Byte, total
		}
		total += weightOf(token.Type)
		inside.read(token.Type)
	}
	switch {
	case size == len(src):
		return size, total
	case open != nil && !inside.any():
		end, _ := endOfComment(src, open.Range.Start.Byte)
		return end, total
	case passed == 0:
		return 0, total
	}
	return passed, count
}

// weightOf says how many tokens one counts for. The end is one of each part.
func weightOf(token hclsyntax.TokenType) int {
	switch token {
	case hclsyntax.TokenEOF:
		return 0
	case hclsyntax.TokenInvalid, hclsyntax.TokenQuotedNewline:
		return badToken
	}
	return 1
}

// templates follows the texts, heredocs and templates that are open in a token stream, as HCL's lexer does.
type templates struct {
	open, braces int
	ends         []int // how many braces are open where each template ends
}

func (t *templates) any() bool { return t.open > 0 }

func (t *templates) read(token hclsyntax.TokenType) {
	switch token {
	case hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
		t.open++
	case hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
		t.open--
	case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		t.open++
		t.braces++
		t.ends = append(t.ends, t.braces)
	case hclsyntax.TokenOBrace:
		t.braces++
	case hclsyntax.TokenCBrace:
		t.braces--
	case hclsyntax.TokenTemplateSeqEnd:
		if last := len(t.ends) - 1; last >= 0 && t.ends[last] == t.braces {
			t.ends = t.ends[:last]
			t.open--
		}
		t.braces--
	}
}
