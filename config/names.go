package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
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
	found   []foundName
	ok      bool
	steps   map[hcl.Range]nextStep // what follows each traversal; see after
	// references are those to secrets, in the order of the file.
	references []secretMark
}

func (n *names) resolveAll() {
	for _, traversal := range n.expr.Variables() {
		n.resolve(traversal)
	}
}

func (n *names) put(value cty.Value, steps ...string) {
	n.found = append(n.found, foundName{steps, value})
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
		n.resolveValue(traversal, localValue, n.locals)
	case "secret":
		n.resolveSecret(traversal)
	case "provider", "component":
		n.resolveBlock(traversal, root)
	default:
		// The name is not repeated: it may be a password without its quotes.
		n.fail("Unknown name", "There is nothing of this name. If it is meant as text, put it in quotes. Otherwise a name "+
			"starts with var, local, secret, provider or component."+suggest.DidYouMean(root, rootNames),
			traversal.SourceRange())
	}
}

const localValue = "local value"

// resolveValue resolves var.NAME and local.NAME.
func (n *names) resolveValue(traversal hcl.Traversal, what string, values map[string]cty.Value) {
	name, ok := stepName(traversal, 1)
	if !ok {
		n.fail("Incomplete name", fmt.Sprintf("A %s is referred to by its name: %s.NAME.",
			what, traversal.RootName()), traversal.SourceRange())
		return
	}
	value, ok := values[name]
	switch {
	case ok:
	case n.incomplete || what == localValue && n.brokenLocals:
		value = cty.DynamicVal
	case what == localValue && values == nil:
		n.fail("Local not allowed here", "A local value cannot be used here, only variables.", traversal.SourceRange())
		return
	default:
		n.fail("Undeclared "+what, fmt.Sprintf("There is no %s %q.%s", what, name,
			undeclaredHint(traversal.RootName(), name, values)), traversal.SourceRange())
		return
	}
	n.put(value, traversal.RootName(), name)
}

func undeclaredHint(root, name string, declared map[string]cty.Value) string {
	if near := closest(name, declared); near != "" {
		return fmt.Sprintf(" Did you mean %q?", near)
	}
	if root == "var" {
		return fmt.Sprintf(" Declare it: variable %q {}.", name)
	}
	return fmt.Sprintf(" Declare it: locals { %s = … }.", name)
}

// manyNames is the number of names from which on no similar ones are looked for: that takes time for each that is wrong.
const manyNames = 2000

func closest[V any](name string, declared map[string]V) string {
	if len(declared) > manyNames {
		return ""
	}
	return suggest.Closest(name, slices.Collect(maps.Keys(declared)))
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
		n.put(cty.CapsuleVal(providerType, &providerValue{addr, at}), root, kind, name)
	default:
		addr := ComponentAddr{kind, name}
		n.pending = append(n.pending, pendingName{component: addr, at: at, address: n.address})
		n.put(cty.CapsuleVal(componentType, &componentValue{addr, at}), root, kind, name)
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
	case CheckSecretName(name) != nil:
		n.fail("Invalid secret name", sentence(CheckSecretName(name)), at)
	case !hasKey && len(traversal) > 2 || n.after(at).splat:
		n.failComputed(traversal)
	case !hasKey:
		n.resolveWholeSecret(traversal, name)
	case CheckKeyName(key) != nil:
		n.fail("Invalid key", sentence(CheckKeyName(key)), at)
	case len(traversal) > 3:
		n.fail("Invalid secret reference", fmt.Sprintf("A reference to a secret has a name and a key. If the key has dots, "+
			"write it in brackets: %s.", dottedKey(traversal)), at)
	default:
		n.refer(secretMark{name, key, at})
	}
}

func (n *names) refer(mark secretMark) {
	n.references = append(n.references, mark)
	n.put(mark.value(), "secret", mark.name, mark.key)
}

// resolveWholeSecret gives secret.NAME the value of an object of its declared keys.
func (n *names) resolveWholeSecret(traversal hcl.Traversal, name string) {
	at := traversal.SourceRange()
	keys, ok := n.declared[name]
	switch {
	case ok:
	case n.after(at).index != nil:
		n.failComputed(traversal)
		return
	case n.incomplete || n.brokenSecrets[name]:
		n.put(cty.DynamicVal, "secret", name)
		return
	default:
		n.fail("Incomplete secret reference", fmt.Sprintf("%s stands for all declared keys of the secret, and none are "+
			"declared. Name a key, %[1]s.KEY, or declare the keys: %s.", address("secret", name),
			fmt.Sprintf("secret %s { key \"KEY\" {} }", quote(name))), at)
		return
	}
	for _, key := range keys {
		n.refer(secretMark{name, key, at})
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
	next := n.after(traversal.SourceRange())
	if next.index == nil {
		return `"{{${var.name}.KEY}}"`
	}
	computed := "${" + n.sourceOf(next.index.Key.Range()) + "}"
	if hasName {
		return fmt.Sprintf(`"{{%s.%s}}"`, name, computed)
	}
	key := n.after(next.index.Range()).key
	return fmt.Sprintf(`"{{%s.%s}}"`, computed, cmp.Or(key, "KEY"))
}

// A nextStep is what is done with the value of an expression.
type nextStep struct {
	index *hclsyntax.IndexExpr // [computed]
	splat bool                 // [*] or .*
	key   string               // .name behind something computed
}

// after returns what follows the expression at a range.
func (n *names) after(at hcl.Range) nextStep {
	if n.steps == nil {
		n.steps = map[hcl.Range]nextStep{}
		_ = hclsyntax.VisitAll(n.expr, n.noteStep)
	}
	return n.steps[at]
}

func (n *names) noteStep(node hclsyntax.Node) hcl.Diagnostics {
	switch e := node.(type) {
	case *hclsyntax.IndexExpr:
		n.steps[e.Collection.Range()] = nextStep{index: e}
	case *hclsyntax.SplatExpr:
		n.steps[e.Source.Range()] = nextStep{splat: true}
	case *hclsyntax.RelativeTraversalExpr:
		if attr, ok := e.Traversal[0].(hcl.TraverseAttr); ok {
			n.steps[e.Source.Range()] = nextStep{key: attr.Name}
		}
	}
	return nil
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
