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
	tokens, _ := hclsyntax.LexConfig(r.source, filename, hcl.InitialPos)
	found := map[int][]Ignore{}
	var waiting []Ignore // of comments that stand alone, for the next line that is none
	code := 0            // the last line with anything but comments
	for _, token := range tokens {
		line := token.Range.Start.Line
		switch token.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
		case hclsyntax.TokenComment:
			ignores := r.parseIgnore(token)
			if line == code {
				found[line] = append(found[line], ignores...)
			} else {
				waiting = append(waiting, ignores...)
			}
		default:
			if line != code {
				found[line] = append(found[line], waiting...)
				waiting = nil
			}
			code = max(code, token.Range.End.Line)
		}
	}
	return found
}

// parseIgnore reads `zsv:ignore RULE[,RULE…] [why]`.
func (r *reader) parseIgnore(comment hclsyntax.Token) []Ignore {
	_, after, ok := strings.Cut(string(comment.Bytes), ignoreMark)
	if !ok {
		return nil
	}
	words := strings.Fields(strings.TrimSuffix(after, "*/"))
	if len(words) == 0 {
		r.report(configError("Comment without a rule", "A comment zsv:ignore names the rules that it turns off: "+
			"# zsv:ignore embedded-reference.", comment.Range))
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
