package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// maxWork bounds the evaluation of one argument: the bytes and elements of all that loops and templates make on the
// way. A few lines of nested loops, or of templates that repeat one another, could come to more than any machine has,
// and Go does not recover from that.
const maxWork = 32 << 20

// iterationWork is what an evaluation inside of another costs at least.
const iterationWork = 64

// maxNumberText bounds the text that is read as a number, which takes time quadratic in its length.
const maxNumberText = 1 << 14

// A meter counts down the work that one evaluation may still do.
type meter struct {
	left     int
	reported bool
}

func newMeter() *meter { return &meter{left: maxWork} }

// value evaluates a prepared expression. Afterwards, parts of it may be evaluated again.
func (m *meter) value(expr hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := expr.Value(ctx)
	if !diags.HasErrors() && functions.Check(value) != nil {
		value, diags = cty.DynamicVal, append(diags, tooLargeValue(expr.Range()))
	}
	m.left, m.reported = maxWork, false
	return value, diags
}

// A metered expression stands inside of another, which evaluates it many times or makes something larger of it.
type metered struct {
	hclsyntax.Expression
	meter *meter
	// number says that text is read as a number here.
	number bool
}

// Value returns the expression's value, or an error once the work is used up.
func (m metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if m.meter.left <= 0 {
		return cty.DynamicVal, m.meter.exhausted(m.Range())
	}
	value, diags := m.Expression.Value(ctx)
	m.meter.left -= iterationWork + sizeOf(value, m.meter.left)
	if functions.Check(value) != nil {
		return cty.DynamicVal, append(diags, tooLargeValue(m.Range()))
	}
	if plain, _ := value.Unmark(); m.number && plain.Type() == cty.String && plain.IsKnown() && !plain.IsNull() &&
		len(plain.AsString()) > maxNumberText {
		return cty.DynamicVal, append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Number too long",
			Detail:  fmt.Sprintf("A text of more than %d characters is no number here.", maxNumberText),
			Subject: m.Range().Ptr()})
	}
	return value, diags
}

func (m *meter) exhausted(at hcl.Range) hcl.Diagnostics {
	if m.reported {
		return nil
	}
	m.reported = true
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Expression too large",
		Detail: fmt.Sprintf("The evaluation comes to more than %d bytes (32 MiB) of text and elements here. Split the "+
			"expression, or loop over less.", maxWork), Subject: &at}}
}

func tooLargeValue(at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Value too large", Subject: &at,
		Detail: "This value is larger than what zsv handles: 8 MiB of text, 1,000,000 elements, 500 levels of them, and numbers " +
			"of 16,384 bits."}
}

// sizeOf returns the bytes of text and the number of elements of a value, or more than most where it is larger.
func sizeOf(value cty.Value, most int) int {
	size := 0
	value, _ = value.UnmarkDeep()
	_ = cty.Walk(value, func(_ cty.Path, inner cty.Value) (bool, error) {
		size++
		if inner.IsKnown() && !inner.IsNull() && inner.Type() == cty.String {
			size += len(inner.AsString())
		}
		return size <= most, nil
	})
	return size
}

// metered returns expr ready to be evaluated: with a choice in place of each conditional, and its work metered. The
// syntax tree is changed: it is ours, and dropped soon.
func (m *meter) metered(expr hclsyntax.Expression) hclsyntax.Expression {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		if functions.Check(e.Val) != nil { // a number, whatever is made of it
			return metered{Expression: e, meter: m}
		}
	case *hclsyntax.ConditionalExpr:
		m.replace(&e.Condition)
		m.wrap(false, &e.TrueResult, &e.FalseResult) // numbers may become text
		return choice{e}
	case *hclsyntax.TemplateExpr:
		for i := range e.Parts {
			m.wrap(false, &e.Parts[i])
		}
	case *hclsyntax.ForExpr:
		m.replace(&e.CollExpr)
		m.wrap(false, &e.KeyExpr, &e.ValExpr, &e.CondExpr)
	case *hclsyntax.IndexExpr:
		m.replace(&e.Collection)
		m.wrap(true, &e.Key)
	case *hclsyntax.BinaryOpExpr:
		m.wrap(e.Op.Impl.Params()[0].Type == cty.Number, &e.LHS, &e.RHS)
	case *hclsyntax.UnaryOpExpr:
		m.wrap(e.Op.Impl.Params()[0].Type == cty.Number, &e.Val)
	case *hclsyntax.ObjectConsKeyExpr:
		if e.ForceNonLiteral {
			m.wrap(false, &e.Wrapped)
		}
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
		for i := range e.Items {
			m.replace(&e.Items[i].KeyExpr, &e.Items[i].ValueExpr)
		}
	case *hclsyntax.TupleConsExpr:
		m.replaceAll(e.Exprs)
	case *hclsyntax.FunctionCallExpr:
		m.replaceAll(e.Args)
	case *hclsyntax.ParenthesesExpr:
		m.replace(&e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		m.replace(&e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		m.replace(&e.Tuple)
	case *hclsyntax.SplatExpr:
		m.replace(&e.Source, &e.Each)
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
		if literal := literalOf(*expr); literal != nil && literal.Val.Type() == cty.String && !number {
			continue
		}
		*expr = metered{m.metered(*expr), m, number}
	}
}

// unwrapped returns the expression that a node of a prepared syntax tree stands for.
func unwrapped(node hclsyntax.Node) hclsyntax.Node {
	if m, ok := node.(metered); ok {
		return unwrapped(m.Expression)
	}
	return node
}
