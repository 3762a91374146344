package config

import (
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// An expression that does something to its literals (a function call, a loop) gives texts that cannot be followed byte
// by byte. Its references are found by what they look like: the nth time that {{name.key}} occurs in its texts is taken
// for the nth time that it stands in the literals and references below it.

// A sample is one text of such an expression.
type sample struct {
	mentions []mention
	written  *written
}

// A mention is the begin of a reference in a text: it is the nth, from 0, that begins like it in all texts of the
// expression.
type mention struct{ start, nth int }

// A sampler hands out the samples of one expression.
type sampler struct {
	counts  map[string]int
	written *written
}

// written is what stands in the source of an expression.
type written struct {
	candidates []candidate
	once       sync.Once
	spots      map[string][]spot // by the opening of a reference; made when it is first asked for
}

// A candidate is something that a text may come from.
type candidate struct {
	at   hcl.Range
	form literalForm
	text string // of a reference secret.NAME.KEY, as it stands in strings
}

// A spot is a place in a candidate's text.
type spot struct{ candidate, start int }

// shared says whether several texts come from one expression.
func (c *collector) shared(expr hclsyntax.Expression) bool { return c.samplers[expr] != nil }

// share says that several texts may come from expr.
func (c *collector) share(expr hclsyntax.Expression) {
	if c.samplers[expr] != nil {
		return
	}
	if c.samplers == nil {
		c.samplers = map[hclsyntax.Expression]*sampler{}
	}
	c.samplers[expr] = &sampler{counts: map[string]int{}}
}

func (c *collector) sampleOf(expr hclsyntax.Expression, text string) *sample {
	c.share(expr)
	s := c.samplers[expr]
	if s.written == nil {
		s.written = &written{candidates: c.candidates(expr)}
	}
	taken := &sample{written: s.written}
	eachOpening(text, func(start int, opening string) {
		taken.mentions = append(taken.mentions, mention{start, s.counts[opening]})
		s.counts[opening]++
	})
	return taken
}

// nth tells which occurrence begins at start.
func (s *sample) nth(start int) int {
	i, _ := slices.BinarySearchFunc(s.mentions, start, func(m mention, start int) int { return m.start - start })
	if i < len(s.mentions) && s.mentions[i].start == start {
		return s.mentions[i].nth
	}
	return 0
}

// maxOpening bounds the part of a reference that it is found by.
const maxOpening = 128

// opening returns what a reference is found by: its text up to the closing braces, or what of it is within bounds.
func opening(text string) string {
	text = text[:min(len(text), maxOpening)]
	if closing := strings.Index(text, "}}"); closing >= 0 {
		return text[:closing+2]
	}
	return text
}

// eachOpening calls use for each place where a reference may begin.
func eachOpening(text string, use func(start int, opening string)) {
	for i := strings.Index(text, "{{"); i >= 0; {
		use(i, opening(text[i:]))
		next := strings.Index(text[i+1:], "{{")
		if next < 0 {
			return
		}
		i += 1 + next
	}
}

// candidates lists the literals and the references to secrets below an expression, in the order of the file.
func (c *collector) candidates(expr hclsyntax.Expression) []candidate {
	finder := candidateFinder{reader: c.reader}
	_ = hclsyntax.Walk(expr, &finder)
	return finder.found
}

// A candidateFinder walks a syntax tree and knows the form of the template that it is in.
type candidateFinder struct {
	*reader
	forms []literalForm
	found []candidate
}

// Enter notes what a node holds.
func (f *candidateFinder) Enter(node hclsyntax.Node) hcl.Diagnostics {
	switch e := unwrapped(node).(type) {
	case *hclsyntax.TemplateExpr:
		f.forms = append(f.forms, f.formOf(e.SrcRange))
	case *hclsyntax.LiteralValueExpr:
		if len(f.forms) > 0 && e.Val.Type() == cty.String && e.Val.IsKnown() && !e.Val.IsNull() {
			f.found = append(f.found, candidate{at: e.SrcRange, form: f.forms[len(f.forms)-1]})
		}
	case *hclsyntax.ScopeTraversalExpr:
		if mark, ok := markOf(e.Traversal); ok {
			f.found = append(f.found, candidate{at: e.SrcRange, text: mark.text()})
		}
	}
	return nil
}

// Exit leaves a template.
func (f *candidateFinder) Exit(node hclsyntax.Node) hcl.Diagnostics {
	if _, ok := unwrapped(node).(*hclsyntax.TemplateExpr); ok {
		f.forms = f.forms[:len(f.forms)-1]
	}
	return nil
}
