package config

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The braces of a reference may come from elsewhere: people keep them in locals, so that other tools do not take them for
// their own.

// bracedNames are the locals, or variables, whose texts may have braces that could be those of a reference: some at all, and
// those that need something else to be one.
type bracedNames struct{ some, open map[string]bool }

func newBracedNames() bracedNames {
	return bracedNames{some: map[string]bool{}, open: map[string]bool{}}
}

// add notes a text that a name may stand for.
func (b bracedNames) add(name, text string) {
	b.some[name] = b.some[name] || mayBeReference(text)
	b.open[name] = b.open[name] || isOpen(text)
}

// addAll notes the texts that are written in an expression.
func (b bracedNames) addAll(name string, expr hclsyntax.Expression) {
	for _, text := range templatesIn(expr) {
		b.add(name, text)
	}
}

// declareBraces notes the locals that may have braces in them: those in which some are written, and those that refer to such.
// It looks before anything is evaluated, which changes the syntax trees.
func (m *module) declareBraces(body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		switch a := b.Body.Attributes["default"]; {
		case b.Type == "variable" && len(b.Labels) == 1 && a != nil:
			m.defaults.addAll(b.Labels[0], a.Expr)
		case b.Type == "locals":
			for name, a := range b.Body.Attributes {
				m.bracing.addAll(name, a.Expr)
				m.uses[name] = append(m.uses[name], a.Expr.Variables()...)
			}
		}
	}
}

// spreadBraces follows the references between locals until no more of them are found.
func (m *module) spreadBraces() {
	usedBy := map[string][]string{}
	for name, traversals := range m.uses {
		for _, traversal := range traversals {
			if used, ok := stepName(traversal, 1); ok && traversal.RootName() == "local" {
				usedBy[used] = append(usedBy[used], name)
				continue
			}
			m.bracing.some[name] = m.bracing.some[name] || m.givesBraces(traversal)
			m.bracing.open[name] = m.bracing.open[name] || m.givesOpen(traversal)
		}
	}
	spread(m.bracing.some, usedBy)
	spread(m.bracing.open, usedBy)
	m.uses = nil
}

// spread adds to what was found all that uses it.
func spread(found map[string]bool, usedBy map[string][]string) {
	var last []string
	for name, is := range found {
		if is {
			last = append(last, name)
		}
	}
	for len(last) > 0 {
		users := usedBy[last[len(last)-1]]
		last = last[:len(last)-1]
		for _, name := range users {
			if !found[name] {
				found[name] = true
				last = append(last, name)
			}
		}
	}
}

// givesOpen says whether a name may stand for a text with braces that are not closed, or not opened, within it.
func (m *module) givesOpen(traversal hcl.Traversal) bool {
	name, ok := stepName(traversal, 1)
	switch traversal.RootName() {
	case "local":
		return ok && m.bracing.open[name]
	case "var":
		return ok && m.variableHas(name, m.defaults.open, isOpen)
	}
	return false
}

// variableHas says whether the value of a variable has something: where none was given, whether its default has, as what
// will be given may be alike.
func (m *module) variableHas(name string, defaults map[string]bool, has func(text string) bool) bool {
	value := m.variable(name)
	return anyText(value, has) || defaults[name] && !value.IsWhollyKnown()
}

// isOpen says whether a text has more braces that open a reference than such that close one, or the other way round, or is a
// format for references. Braces of other tools' templates come in pairs.
func isOpen(text string) bool {
	return strings.Count(text, "{{") != strings.Count(text, "}}") || mayBeReference(text) && IsFormat(text)
}

// IsFormat says whether a text has a verb of Terraform's format in it, that stands for a text or a number.
func IsFormat(text string) bool { return textVerb().MatchString(text) }

// textVerb matches such a verb. One with a letter behind it may be anything.
var textVerb = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`%(?:\[[0-9]+\])?[dqsv](?:[^a-zA-Z]|$)`) })

// templatesIn returns the texts that are written in an expression, each without what is evaluated in it.
func templatesIn(expr hclsyntax.Expression) []string {
	var found []string
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if template, ok := node.(*hclsyntax.TemplateExpr); ok {
			var written strings.Builder
			for _, part := range template.Parts {
				if literal, ok := part.(*hclsyntax.LiteralValueExpr); ok {
					text, _ := textOf(literal.Val)
					written.WriteString(text + " ")
				}
			}
			found = append(found, written.String())
		}
		return nil
	})
	return found
}

// givesBraces says whether a name may stand for a text with braces.
func (m *module) givesBraces(traversal hcl.Traversal) bool {
	name, ok := stepName(traversal, 1)
	switch traversal.RootName() {
	case "local":
		return !ok || m.bracing.some[name]
	case "var":
		return ok && m.variableHas(name, m.defaults.some, mayBeReference)
	}
	return false
}

// mayGiveBraces says whether the value of an expression may have braces that could be those of a reference.
func (w *hclWalk) mayGiveBraces(expr hclsyntax.Expression) bool {
	return holdsBraces(expr) || decodes(expr) || slices.ContainsFunc(expr.Variables(), func(traversal hcl.Traversal) bool {
		if traversal.RootName() == "each" && w.forEach != nil {
			forEach := w.forEach
			w.forEach = nil // which cannot depend on itself
			defer func() { w.forEach = forEach }()
			return w.mayGiveBraces(forEach)
		}
		return w.file.module.givesBraces(traversal)
	})
}

// decoding are the functions whose result has what cannot be seen in their arguments.
var decoding = append([]string{"base64decode", "base64gunzip", "textdecodebase64", "urldecode"}, structured...)

// structured are those of them whose arguments show what is in them, if they are known or not.
var structured = []string{"csvdecode", "jsondecode", "yamldecode"}

func decodes(expr hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		call, ok := node.(*hclsyntax.FunctionCallExpr)
		found = found || ok && slices.Contains(decoding, strings.TrimPrefix(call.Name, "core::"))
		return nil
	})
	return found
}

// reading are the functions that read a file, which a scan does not: what HCL names is not read.
var reading = []string{"file", "templatefile"}

// unknownText is a text of which nothing is known, but that it may hold a reference.
func (w *hclWalk) unknownText(p attributePath, expr hclsyntax.Expression) Value {
	return Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: holeMark, Range: expr.Range(),
		origin: origin{scanned: &scannedText{holes: []hole{{0, len(holeMark), w.sourceOf(expr)}}, hides: true}}}
}

// orUnknown returns texts, or where none of them shows a reference, one of which nothing is known. That is said where a
// component takes the text, and where braces are known to be in it that must have a counterpart: elsewhere texts that are
// known only when Terraform runs are everywhere, and few of them are references.
func (w *hclWalk) orUnknown(p attributePath, expr hclsyntax.Expression, written []Value) []Value {
	if !w.inConfiguration(p) && !slices.ContainsFunc(expr.Variables(), w.file.module.givesOpen) ||
		slices.ContainsFunc(written, func(v Value) bool { return mayBeReference(v.Text) }) {
		return written
	}
	return append(written, w.unknownText(p, expr))
}

// inConfiguration says whether a path is in the configuration of a component.
func (w *hclWalk) inConfiguration(p attributePath) bool {
	return w.isComponent && strings.HasPrefix(p.text, ".configuration")
}
