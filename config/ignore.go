package config

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

const ignoreMark = "zsv:ignore"

// Ignores are the `# zsv:ignore RULE` comments of a configuration.
type Ignores struct{ files map[string]map[int][]Ignore }

// An Ignore is one rule that a comment turns off, on its own line and, where it stands alone, on the line below.
type Ignore struct {
	Rule  Rule
	Range hcl.Range
}

// At returns the comment that turns a rule off at a place, or nil.
func (i Ignores) At(rule Rule, at hcl.Range) *Ignore {
	for _, ignore := range i.files[at.Filename][at.Start.Line] {
		if ignore.Rule == rule {
			return &ignore
		}
	}
	return nil
}

// readIgnores finds the comments of a file, by the line that each is for.
func (r *reader) readIgnores(filename string) map[int][]Ignore {
	if !bytes.Contains(r.source, []byte(ignoreMark)) || isJSON(filename) {
		return nil
	}
	tokens := Lex(r.source, filename, hcl.InitialPos)
	lines := ignoredLines{found: map[int][]Ignore{}}
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenComment {
			lines.comment(token.Range.Start.Line, r.parseIgnore(token))
		} else if token.Type != hclsyntax.TokenNewline && token.Type != hclsyntax.TokenEOF {
			lines.code(token)
		}
	}
	return lines.found
}

// ignoredLines follows the tokens of a file and puts comments to the lines they are for.
type ignoredLines struct {
	found   map[int][]Ignore
	waiting []Ignore // of comments that stand alone, for the next line that is none
	last    int      // the last line with anything but comments
	heredoc int      // the line on which the heredoc begins that is open; 0 for none
}

func (l *ignoredLines) comment(line int, ignores []Ignore) {
	if line == l.last {
		l.found[line] = append(l.found[line], ignores...)
	} else {
		l.waiting = append(l.waiting, ignores...)
	}
}

// code notes a token on whose line comments count. No comment can stand in a heredoc, so one for the line that opens it is
// for all of its lines.
func (l *ignoredLines) code(token hclsyntax.Token) {
	line := token.Range.Start.Line
	if line != l.last && len(l.waiting) > 0 {
		l.found[line] = append(l.found[line], l.waiting...)
		l.waiting = nil
	}
	switch token.Type {
	case hclsyntax.TokenOHeredoc:
		l.heredoc = line
	case hclsyntax.TokenCHeredoc:
		for inner := l.heredoc + 1; l.heredoc > 0 && inner < line; inner++ {
			l.found[inner] = append(l.found[inner], l.found[l.heredoc]...)
		}
		l.heredoc = 0
	}
	l.last = max(l.last, token.Range.End.Line)
}

// parseIgnore reads `zsv:ignore RULE[,RULE…] [why]`, which must be what the comment begins with.
func (r *reader) parseIgnore(comment hclsyntax.Token) []Ignore {
	text := strings.TrimLeft(strings.TrimSuffix(string(comment.Bytes), "*/"), "#/* \t\r\n")
	after, ok := strings.CutPrefix(text, ignoreMark)
	if !ok {
		return nil
	}
	words := strings.Fields(after)
	if len(words) == 0 || !strings.HasPrefix(strings.TrimLeft(after, " \t"), words[0]) || after[0] != ' ' && after[0] != '\t' {
		r.report(configError("Comment without a rule", "A comment zsv:ignore names the rules that it turns off, behind a "+
			"blank: # zsv:ignore embedded-reference.", comment.Range))
		return nil
	}
	var ignores []Ignore
	for name := range strings.SplitSeq(words[0], ",") {
		if err := checkSettable(Rule(name)); err != nil {
			r.report(configError("Invalid comment", sentence(err), comment.Range))
			continue
		}
		ignores = append(ignores, Ignore{Rule: Rule(name), Range: comment.Range})
	}
	return ignores
}
