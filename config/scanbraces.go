package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The braces of a reference may come from elsewhere: people keep them in locals, so that other tools do not take them for
// their own.

// declareBraces notes the locals that may have braces in them: those in which some are written, and those that refer to such.
// It looks before anything is evaluated, which changes the syntax trees.
func (m *module) declareBraces(body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		if b.Type != "locals" {
			continue
		}
		for name, a := range b.Body.Attributes {
			m.bracing[name] = m.bracing[name] || holdsBraces(a.Expr)
			m.uses[name] = append(m.uses[name], a.Expr.Variables()...)
		}
	}
}

// spreadBraces follows the references between locals until no more of them are found.
func (m *module) spreadBraces() {
	usedBy := map[string][]string{}
	var found []string
	for name, traversals := range m.uses {
		for _, traversal := range traversals {
			if used, ok := stepName(traversal, 1); ok && traversal.RootName() == "local" {
				usedBy[used] = append(usedBy[used], name)
			} else if m.givesBraces(traversal) {
				m.bracing[name] = true
			}
		}
	}
	for name, braces := range m.bracing {
		if braces {
			found = append(found, name)
		}
	}
	for len(found) > 0 {
		last := found[len(found)-1]
		found = found[:len(found)-1]
		for _, name := range usedBy[last] {
			if !m.bracing[name] {
				m.bracing[name] = true
				found = append(found, name)
			}
		}
	}
	m.uses = nil
}

// givesBraces says whether a name may stand for a text with braces.
func (m *module) givesBraces(traversal hcl.Traversal) bool {
	name, ok := stepName(traversal, 1)
	switch traversal.RootName() {
	case "local":
		return !ok || m.bracing[name]
	case "var":
		return ok && anyText(m.variable(name), mayBeReference)
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

// orUnknown returns texts, or where none of them shows a reference, one of which nothing is known.
func (w *hclWalk) orUnknown(p attributePath, expr hclsyntax.Expression, written []Value) []Value {
	if slices.ContainsFunc(written, func(v Value) bool { return mayBeReference(v.Text) }) {
		return written
	}
	return append(written, w.unknownText(p, expr))
}
