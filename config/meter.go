package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// Work is counted in units of about ten nanoseconds. It is estimated, never timed, so that the same configuration gives
// the same result on each machine.
const (
	// maxWork bounds the evaluation of one expression to about a tenth of a second. A few lines of nested loops, or of
	// templates that repeat one another, could come to more time and memory than any machine has.
	maxWork = 10_000_000

	roundWork   = 250 // of one round of a loop
	setWork     = 500 // of one round of a loop over a set, which is sorted first
	nodeWork    = 20  // of each node of the syntax tree that a round evaluates
	callWork    = 200 // of one function call
	elementWork = 100 // of each element of a value that is made on the way
	resultWork  = 300 // of each element of the result, which is kept and searched for references
)

// maxNumberText bounds the text that is read as a number, which takes time quadratic in its length.
const maxNumberText = 1 << 14

// A meter counts down the work that one evaluation may still do.
type meter struct {
	budget  *budget // of the whole configuration; nil: none
	limit   int
	left    int
	stopped *hcl.Range // where the work was used up
	refused bool       // the last evaluation was stopped
	nodes   int        // of the prepared syntax tree
	// duplicates are the keys that repeat another of the same object.
	duplicates []hcl.Range
}

// newMeter returns a meter for one expression. What is written out in it may be as long as the files may be.
func newMeter(b *budget, expr hclsyntax.Expression) *meter {
	at := expr.Range()
	limit := maxWork + (at.End.Byte-at.Start.Byte)*workPerByte
	return &meter{budget: b, limit: limit, left: limit}
}

// value evaluates a prepared expression. Afterwards, parts of it may be evaluated again.
func (m *meter) value(expr hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := expr.Value(ctx)
	return m.finish(value, diags, expr.Range())
}

// finish charges for the value of a whole expression. Where the work was used up, that is all there is to say.
func (m *meter) finish(value cty.Value, diags hcl.Diagnostics, at hcl.Range) (cty.Value, hcl.Diagnostics) {
	if m.stopped == nil && !diags.HasErrors() {
		diags = append(diags, m.chargeSize(value, resultWork, at)...)
	}
	m.refused = m.stopped != nil
	if m.refused {
		diags = m.budget.once(m.refusal())
	}
	if diags.HasErrors() || m.refused {
		value = cty.DynamicVal
	}
	m.left, m.stopped = m.limit, nil
	return value, diags
}

// charge says whether there is work left for what comes to this much. Once there is not, nothing more is evaluated.
func (m *meter) charge(work int, at hcl.Range) bool {
	if m.stopped == nil && (work > m.left || !m.budget.spend(work)) {
		m.stopped = &at
	}
	m.left -= min(work, m.left)
	return m.stopped == nil
}

// shortText is text that costs nothing: the round or the call that makes it is charged for.
const shortText = 1 << 10

// chargeValue charges for a value that is made on the way. One that is larger than any may be is an error.
func (m *meter) chargeValue(value cty.Value, at hcl.Range) hcl.Diagnostics {
	return m.chargeSize(value, elementWork, at)
}

func (m *meter) chargeSize(value cty.Value, perElement int, at hcl.Range) hcl.Diagnostics {
	if !value.Type().IsPrimitiveType() && !m.charge(elementWork, at) { // before it is measured, which takes time too
		return m.refusal()
	}
	elements, bytes, err := functions.Measure(value)
	switch {
	case elements == 1 && bytes < shortText && err == nil:
	case !m.charge(elements*perElement+bytes, at):
		return m.refusal()
	case err != nil:
		return hcl.Diagnostics{tooLargeValue(at)}
	}
	return nil
}

// refusal says that the work is used up: of always the same place, so that many rounds say it once.
func (m *meter) refusal() hcl.Diagnostics {
	if m.budget.usedUp() {
		return hcl.Diagnostics{tooLargeConfiguration(*m.stopped)}
	}
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Expression too large", Subject: m.stopped,
		Detail: "To evaluate this takes more work than zsv does for one expression: some ten thousand rounds of loops, or " +
			"some MiB of text. Loop over less, or write the values out."}}
}

func tooLargeValue(at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Value too large", Subject: &at,
		Detail: "This value is larger than what zsv handles: 8 MiB of text, 1,000,000 elements, 500 levels of them, and numbers " +
			"of 16,384 bits."}
}

// metered returns expr ready to be evaluated: with a choice in place of each conditional, and its work metered. The
// syntax tree is changed: it is ours, and dropped soon.
func (m *meter) metered(expr hclsyntax.Expression) hclsyntax.Expression {
	m.nodes++
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return m.literal(e)
	case *hclsyntax.ConditionalExpr:
		m.replace(&e.Condition)
		m.wrap(false, &e.TrueResult, &e.FalseResult) // numbers may become text
		return choice{e}
	case *hclsyntax.TemplateExpr:
		for i := range e.Parts {
			m.wrap(false, &e.Parts[i])
		}
	case *hclsyntax.ForExpr:
		m.loop(e)
	case *hclsyntax.SplatExpr:
		m.splat(e)
	case *hclsyntax.FunctionCallExpr:
		m.replaceAll(e.Args)
		return m.call(e)
	case *hclsyntax.BinaryOpExpr:
		m.operation(e)
	case *hclsyntax.UnaryOpExpr:
		m.wrap(e.Op.Impl.Params()[0].Type == cty.Number, &e.Val)
	case *hclsyntax.ScopeTraversalExpr:
		return m.withKeys(e, e.Traversal)
	case *hclsyntax.RelativeTraversalExpr:
		m.replace(&e.Source)
		return m.withKeys(e, e.Traversal)
	default:
		m.descend(expr)
	}
	return expr
}

// descend prepares what expressions hold that need no meter for it.
func (m *meter) descend(expr hclsyntax.Expression) {
	switch e := expr.(type) {
	case *hclsyntax.ObjectConsExpr:
		m.duplicates = append(m.duplicates, duplicateKeys(e)...)
		for i := range e.Items {
			m.replace(&e.Items[i].KeyExpr, &e.Items[i].ValueExpr)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		if e.ForceNonLiteral {
			m.wrap(false, &e.Wrapped)
		}
	case *hclsyntax.IndexExpr:
		m.replace(&e.Collection)
		m.wrap(true, &e.Key)
	case *hclsyntax.TupleConsExpr:
		m.replaceAll(e.Exprs)
	case *hclsyntax.ParenthesesExpr:
		m.replace(&e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		m.replace(&e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		m.replace(&e.Tuple)
	}
}

// literal counts a long text as several nodes, and meters a number of great magnitude, whatever is made of it.
func (m *meter) literal(e *hclsyntax.LiteralValueExpr) hclsyntax.Expression {
	_, bytes, err := functions.Measure(e.Val)
	m.nodes += bytes / nodeWork
	if err != nil {
		return metered{Expression: e, meter: m}
	}
	return e
}

// operation prepares an operator and what it works on.
func (m *meter) operation(e *hclsyntax.BinaryOpExpr) {
	m.wrap(e.Op.Impl.Params()[0].Type == cty.Number, &e.LHS, &e.RHS)
	if e.Op == hclsyntax.OpDivide || e.Op == hclsyntax.OpModulo {
		e.RHS = divisor{e.RHS}
	}
}

// withKeys returns the expression of a traversal, or in its place a key in it that is too large a number: keys become text.
func (m *meter) withKeys(expr hclsyntax.Expression, traversal hcl.Traversal) hclsyntax.Expression {
	for _, step := range traversal {
		if index, ok := step.(hcl.TraverseIndex); ok && functions.Check(index.Key) != nil {
			return metered{Expression: &hclsyntax.LiteralValueExpr{Val: index.Key, SrcRange: expr.Range()}, meter: m}
		}
	}
	return expr
}

func (m *meter) replaceAll(exprs []hclsyntax.Expression) {
	for i := range exprs {
		m.replace(&exprs[i])
	}
}

func (m *meter) replace(exprs ...*hclsyntax.Expression) {
	for _, expr := range exprs {
		if *expr != nil {
			*expr = m.metered(*expr)
		}
	}
}

// wrap meters expressions themselves, beside what is in them. Literals of text cost nothing to evaluate.
func (m *meter) wrap(number bool, exprs ...*hclsyntax.Expression) {
	for _, expr := range exprs {
		if *expr == nil {
			continue
		}
		inner := m.metered(*expr)
		if literal := literalOf(inner); literal == nil || literal.Val.Type() != cty.String || number {
			inner = metered{inner, m, number}
		}
		*expr = inner
	}
}
