package config

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// A scope is what expressions can refer to. It is safe for concurrent use once it is complete; a reader, which is not,
// evaluates with it.
type scope struct {
	variables map[string]cty.Value // every declared one; DynamicVal where broken
	locals    map[string]cty.Value // every declared one; DynamicVal where broken
	declared  map[string][]string  // the declared keys of each secret block that has any
	// What could not be parsed may declare any local, or the keys of a secret; where a whole file could not be read, it may
	// declare anything. What seems to be undeclared then is unknown.
	brokenLocals  bool
	brokenSecrets map[string]bool
	incomplete    bool
	budget        *budget
}

// A reader evaluates expressions in a scope, for one goroutine, and collects what they refer to.
type reader struct {
	*scope
	source []byte // of the file that is read, for messages that quote an expression
	diags  Diagnostics
	// pending are the providers and components that were referred to. Whether they exist is known when all files are.
	pending []pendingName
	// address is the block that is read, for diagnostics.
	address string
	// duplicates are the keys that are reported for repeating another.
	duplicates map[hcl.Range]bool
}

// A pendingName is a reference to a block that may stand in a file not read yet.
type pendingName struct {
	provider  ProviderAddr
	component ComponentAddr
	at        hcl.Range
	address   string
}

// forgetNames forgets the blocks that the expression evaluated last refers to: whether they exist does not matter where
// they may not stand.
func (r *reader) forgetNames(at hcl.Range) {
	last := len(r.pending)
	for last > 0 && r.pending[last-1].at.Filename == at.Filename && encloses(at, r.pending[last-1].at) {
		last--
	}
	r.pending = r.pending[:last]
}

func (r *reader) report(diags ...Diagnostic) {
	for _, d := range diags {
		if d.Address == "" {
			d.Address = r.address
		}
		r.diags = append(r.diags, d)
	}
}

// secretsAllowed says whether references to secrets may stand in an expression; where they may not, it says why.
type secretsAllowed string

const allowed secretsAllowed = ""

// An evaluation is an expression as it was evaluated, with its value, the names in it and, among them, the references to
// secrets.
type evaluation struct {
	expr       hclsyntax.Expression
	value      cty.Value
	names      []foundName
	references []secretMark
	ctx        *hcl.EvalContext // nil where the value was put together without one
}

// evaluate returns the expression's value, with its marks. Names are resolved first, because HCL's own messages about
// unknown names come in random order. After an error, which is reported, the value is unknown. An expression can be
// evaluated once only: its syntax tree is another afterwards, in which no names are found any more.
func (r *reader) evaluate(expr hclsyntax.Expression, secrets secretsAllowed) evaluation {
	if literal := literalOf(expr); literal != nil && literal.Val.Type() != cty.Number {
		return evaluation{expr: expr, value: literal.Val}
	}
	names := &names{reader: r, expr: expr, secrets: secrets, ok: true}
	names.resolveAll()
	if !names.ok {
		return evaluation{expr: expr, value: cty.DynamicVal}
	}
	e := evaluation{expr: expr, names: names.found, references: names.references}
	if e.combine() {
		r.report(convert(e.chargeCombined(r.budget), RuleConfiguration)...)
	} else {
		r.report(convert(r.evaluateWith(&e), RuleConfiguration)...)
	}
	if r.refusesSecrets(e.value, secrets, expr.Range()) {
		e.value = cty.DynamicVal
	}
	return e
}

// evaluateWith lets HCL evaluate the expression. After an error the value is unknown.
func (r *reader) evaluateWith(e *evaluation) hcl.Diagnostics {
	e.ctx = evalContext(e.names)
	work := newMeter(r.budget, e.expr)
	e.expr = work.metered(e.expr)
	r.reportDuplicates(work.duplicates)
	value, diags := work.value(e.expr, e.ctx)
	e.value = value
	return diags
}

// refusesSecrets reports a value that a reference takes part in by way of a local, where references are not allowed.
func (r *reader) refusesSecrets(value cty.Value, secrets secretsAllowed, at hcl.Range) bool {
	if secrets == allowed || !fromSecret(value) {
		return false
	}
	r.report(configError("Secret not allowed here", string(secrets)+" A reference takes part in this value.", at))
	return true
}

// literalOf returns the one literal that an expression is, or nil: what most of a configuration is, and what needs
// neither names nor functions.
func literalOf(expr hclsyntax.Expression) *hclsyntax.LiteralValueExpr {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e
	case *hclsyntax.TemplateExpr:
		if len(e.Parts) == 1 {
			literal, _ := e.Parts[0].(*hclsyntax.LiteralValueExpr)
			return literal
		}
	}
	return nil
}

// sensitive says whether a sensitive variable takes part in a value.
func sensitive(value cty.Value) bool {
	_, marks := value.UnmarkDeep()
	return hasSensitive(marks)
}

func hasSensitive(marks cty.ValueMarks) bool {
	_, ok := marks[functions.Sensitive]
	return ok
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
