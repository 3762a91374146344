package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/suggest"
)

var rootNames = []string{"var", "local", "secret", "provider", "component"}

// names resolves the names in one expression, before it is evaluated: each gets its value or a diagnostic.
type names struct {
	*reader
	expr    hclsyntax.Expression
	secrets secretsAllowed
	tree    branch
	ok      bool
}

func (n *names) fail(summary, detail string, at hcl.Range) {
	n.report(configError(summary, detail, at))
	n.ok = false
}

func (n *names) resolve(traversal hcl.Traversal) {
	switch root := traversal.RootName(); root {
	case "var":
		n.resolveValue(traversal, "variable", n.variables)
	case "local":
		n.resolveValue(traversal, "local value", n.locals)
	case "secret":
		n.resolveSecret(traversal)
	case "provider", "component":
		n.resolveBlock(traversal, root)
	default:
		n.fail("Unknown name", fmt.Sprintf("There is nothing called %q. If it is meant as text, put it in quotes: %s. "+
			"Otherwise a name starts with var, local, secret, provider or component.%s",
			root, quote(root), suggest.DidYouMean(root, rootNames)), traversal.SourceRange())
	}
}

// resolveValue resolves var.NAME and local.NAME.
func (n *names) resolveValue(traversal hcl.Traversal, what string, values map[string]cty.Value) {
	name, ok := stepName(traversal, 1)
	if !ok {
		n.fail("Incomplete name", fmt.Sprintf("A %s is referred to by its name: %s.NAME.",
			what, traversal.RootName()), traversal.SourceRange())
		return
	}
	value, ok := values[name]
	if !ok && what == "local value" && n.brokenLocals {
		value, ok = cty.DynamicVal, true
	}
	if !ok {
		n.fail("Undeclared "+what, fmt.Sprintf("There is no %s %q.%s", what, name,
			undeclaredHint(traversal.RootName(), name, sortedNames(values))), traversal.SourceRange())
		return
	}
	n.tree.put(value, traversal.RootName(), name)
}

func undeclaredHint(root, name string, declared []string) string {
	if hint := suggest.DidYouMean(name, declared); hint != "" {
		return hint
	}
	if root == "var" {
		return fmt.Sprintf(" Declare it: variable %q {}.", name)
	}
	return fmt.Sprintf(" Declare it: locals { %s = … }.", name)
}

// resolveBlock resolves provider.TYPE.NAME and component.TYPE.NAME. Whether the block exists is checked later.
func (n *names) resolveBlock(traversal hcl.Traversal, root string) {
	kind, hasKind := stepName(traversal, 1)
	name, hasName := stepName(traversal, 2)
	at := traversal.SourceRange()
	switch {
	case !hasKind || !hasName:
		n.fail("Incomplete name", fmt.Sprintf("A %[1]s is referred to by its two labels, both written out: %[1]s.TYPE.NAME.",
			root), at)
	case len(traversal) > 3:
		n.fail("No access to "+root+" arguments", fmt.Sprintf("The arguments of a %s cannot be read from elsewhere. "+
			"Put the value in a local and use it in both places.", root), at)
	case root == "provider":
		addr := ProviderAddr{kind, name}
		n.pending = append(n.pending, pendingName{provider: addr, at: at, address: n.address})
		n.tree.put(cty.CapsuleVal(providerType, &providerValue{addr, at}), root, kind, name)
	default:
		addr := ComponentAddr{kind, name}
		n.pending = append(n.pending, pendingName{component: addr, at: at, address: n.address})
		n.tree.put(cty.CapsuleVal(componentType, &componentValue{addr, at}), root, kind, name)
	}
}

// resolveSecret resolves secret.NAME.KEY, and secret.NAME where a block declares the keys.
func (n *names) resolveSecret(traversal hcl.Traversal) {
	at := traversal.SourceRange()
	name, hasName := stepName(traversal, 1)
	key, hasKey := stepName(traversal, 2)
	switch {
	case n.secrets != allowed:
		n.fail("Secret not allowed here", string(n.secrets), at)
	case !hasName:
		n.failComputed(traversal)
	case checkSecretName(name) != nil:
		n.fail("Invalid secret name", sentence(checkSecretName(name)), at)
	case !hasKey && len(traversal) > 2 || n.isSplat(traversal):
		n.failComputed(traversal)
	case !hasKey:
		n.resolveWholeSecret(traversal, name)
	case checkKeyName(key) != nil:
		n.fail("Invalid key", sentence(checkKeyName(key)), at)
	case len(traversal) > 3:
		n.fail("Invalid secret reference", fmt.Sprintf("A reference to a secret has a name and a key. If the key has dots, "+
			"write it in brackets: %s.", dottedKey(traversal)), at)
	default:
		n.tree.put(secretMark{name, key, at}.value(), "secret", name, key)
	}
}

// resolveWholeSecret gives secret.NAME the value of an object of its declared keys.
func (n *names) resolveWholeSecret(traversal hcl.Traversal, name string) {
	at := traversal.SourceRange()
	keys, ok := n.declared[name]
	if !ok {
		if computed := n.indexOf(at); computed != nil {
			n.failComputed(traversal)
			return
		}
		n.fail("Incomplete secret reference", fmt.Sprintf("%s stands for all declared keys of the secret, and none are "+
			"declared. Name a key, %[1]s.KEY, or declare the keys: %s.", address("secret", name),
			fmt.Sprintf("secret %s { key \"KEY\" {} }", quote(name))), at)
		return
	}
	for _, key := range keys {
		n.tree.put(secretMark{name, key, at}.value(), "secret", name, key)
	}
}

// failComputed proposes the template that does what secret[…] cannot.
func (n *names) failComputed(traversal hcl.Traversal) {
	n.fail("Computed secret reference", "The native form takes literal names only, so that every reference can be found "+
		"without evaluating anything: secret.NAME.KEY. For a computed name or key write a template: "+
		n.template(traversal)+".", traversal.SourceRange())
}

// template writes the string that means what an index into secret was to mean.
func (n *names) template(traversal hcl.Traversal) string {
	name, hasName := stepName(traversal, 1)
	index := n.indexOf(traversal.SourceRange())
	if index == nil {
		return `"{{${var.name}.KEY}}"`
	}
	computed := "${" + n.sourceOf(index.Key.Range()) + "}"
	if hasName {
		return fmt.Sprintf(`"{{%s.%s}}"`, name, computed)
	}
	return fmt.Sprintf(`"{{%s.%s}}"`, computed, n.keyAfter(index))
}

// indexOf returns the index expression into the traversal at a range, or nil.
func (n *names) indexOf(collection hcl.Range) *hclsyntax.IndexExpr {
	var found *hclsyntax.IndexExpr
	_ = hclsyntax.VisitAll(n.expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if index, ok := node.(*hclsyntax.IndexExpr); ok && index.Collection.Range() == collection {
			found = index
		}
		return nil
	})
	return found
}

// keyAfter returns the key that follows an index, secret[…].KEY, or "KEY".
func (n *names) keyAfter(index *hclsyntax.IndexExpr) string {
	key := "KEY"
	_ = hclsyntax.VisitAll(n.expr, func(node hclsyntax.Node) hcl.Diagnostics {
		relative, ok := node.(*hclsyntax.RelativeTraversalExpr)
		if ok && relative.Source == hclsyntax.Expression(index) {
			if attr, ok := relative.Traversal[0].(hcl.TraverseAttr); ok {
				key = attr.Name
			}
		}
		return nil
	})
	return key
}

func (n *names) isSplat(traversal hcl.Traversal) bool {
	splat := false
	_ = hclsyntax.VisitAll(n.expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if s, ok := node.(*hclsyntax.SplatExpr); ok && s.Source.Range() == traversal.SourceRange() {
			splat = true
		}
		return nil
	})
	return splat
}

// sourceOf returns the source of an expression on one line.
func (r *reader) sourceOf(at hcl.Range) string {
	if at.End.Byte > len(r.source) || at.Start.Byte > at.End.Byte {
		return "…"
	}
	return strings.Join(strings.Fields(string(r.source[at.Start.Byte:at.End.Byte])), " ")
}

// stepName returns the name at step i of a traversal: .name or ["name"].
func stepName(traversal hcl.Traversal, i int) (string, bool) {
	if i >= len(traversal) {
		return "", false
	}
	switch step := traversal[i].(type) {
	case hcl.TraverseAttr:
		return step.Name, true
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
			return step.Key.AsString(), true
		}
	}
	return "", false
}

// dottedKey writes secret.a.b.c as secret.a["b.c"].
func dottedKey(traversal hcl.Traversal) string {
	name, _ := stepName(traversal, 1)
	var keys []string
	for i := 2; i < len(traversal); i++ {
		if key, ok := stepName(traversal, i); ok {
			keys = append(keys, key)
		}
	}
	return fmt.Sprintf("%s[%s]", address("secret", name), quote(strings.Join(keys, ".")))
}

// sentence makes a sentence of an error's text.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
