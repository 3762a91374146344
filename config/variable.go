package config

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

var (
	inVariable = notIn("variable", "variables are known before any secret is looked for. Use a local")
	inDefault  = "A default may not refer to anything: it is known before all else. Use a local."
)

// A variable is a variable block.
type variable struct {
	name        string
	kind        cty.Type
	defaults    *typeexpr.Defaults // of optional(type, default) attributes; nil without any
	fallback    cty.Value          // the default; NilVal where the variable must be set
	nullable    bool
	sensitive   bool
	validations []validation
	at          hcl.Range
	literal     bool // values from the environment and --var are taken as they are, not as expressions
	broken      bool // an error in the block is reported already
}

// A validation is a validation block of a variable.
type validation struct {
	condition, message hclsyntax.Expression
	source             []byte
}

func (r *reader) variable(b block) variable {
	v := variable{name: b.labels[0].text, kind: cty.DynamicPseudoType, at: b.labels[0].at, literal: true}
	before := len(r.diags)
	r.address = address("var", v.name)
	if !hclsyntax.ValidIdentifier(v.name) {
		r.report(configError("Invalid variable name", fmt.Sprintf("%q is no name for a variable: letters, digits, _ and -, "+
			"not beginning with a digit.", v.name), v.at))
	}
	r.report(b.body.check("A variable", blockShapes["variable"])...)
	v.nullable = r.flag(b.body.get("nullable"), true, inVariable)
	v.sensitive = r.flag(b.body.get("sensitive"), false, inVariable)
	r.text(b.body.get("description"), inVariable)
	if a := b.body.get("type"); a != nil {
		r.variableType(&v, a)
	}
	if a := b.body.get("default"); a != nil {
		r.variableDefault(&v, a)
	}
	for _, inner := range b.body.blocks {
		r.validation(&v, inner)
	}
	v.broken = r.diags[before:].HasErrors()
	return v
}

func (r *reader) variableType(v *variable, a *attribute) {
	kind, defaults, diags := typeexpr.TypeConstraintWithDefaults(r.typeExpression(a.expr))
	r.report(convert(diags, RuleConfiguration)...)
	if !diags.HasErrors() {
		v.kind, v.defaults, v.literal = kind, defaults, kind.IsPrimitiveType()
	}
}

// typeExpression lets JSON write a type as Terraform's does, in a string: "list(string)".
func (r *reader) typeExpression(expr hclsyntax.Expression) hclsyntax.Expression {
	literal := literalOf(expr)
	if literal == nil || !isJSON(expr.Range().Filename) || literal.Val.Type() != cty.String || literal.Val.IsNull() {
		return expr
	}
	text := []byte(literal.Val.AsString())
	if checkNesting(text, expr.Range().Filename) != nil {
		return expr
	}
	parsed, diags := hclsyntax.ParseExpression(text, expr.Range().Filename, inside(expr.Range()).Start)
	if diags.HasErrors() {
		return expr
	}
	return parsed
}

func (r *reader) variableDefault(v *variable, a *attribute) {
	if len(a.expr.Variables()) > 0 {
		r.report(configError("Default refers to something", inDefault, a.expr.Range()))
		return
	}
	value := r.evaluate(a.expr, inVariable).value
	converted, err := v.convert(value)
	if err != nil {
		r.report(configError("Invalid default", fmt.Sprintf("The default of the variable %q %s", v.name, v.mismatch(err)),
			a.expr.Range()))
		return
	}
	v.fallback = converted
}

func (r *reader) validation(v *variable, b block) {
	r.report(b.body.check("A validation", blockShapes["variable"].blocks["validation"])...)
	condition, message := b.body.get("condition"), b.body.get("error_message")
	if condition == nil || message == nil {
		r.report(configError("Incomplete validation", "A validation block has a condition and an error_message.", b.declRange))
		return
	}
	v.validations = append(v.validations, validation{condition.expr, message.expr, r.source})
}

// convert brings a value to the variable's type, with the defaults of its optional attributes.
func (v *variable) convert(value cty.Value) (cty.Value, error) {
	if v.kind == cty.Number && longNumber(value) {
		return cty.NilVal, errors.New("a number is required")
	}
	if v.defaults != nil && !value.IsNull() {
		value = v.defaults.Apply(value)
	}
	return ctyconvert.Convert(value, v.kind)
}

// mismatch says that a value cannot be converted. The reason may name keys, which of a sensitive variable stay hidden.
func (v *variable) mismatch(err error) string {
	if v.sensitive {
		return "does not fit the variable's type."
	}
	return fmt.Sprintf("does not fit the variable's type: %s.", err)
}

// finish decides on the value, of which given is what the user set (NilVal: nothing).
func (r *reader) finish(v *variable, given cty.Value, static bool) cty.Value {
	r.address = address("var", v.name)
	value := given
	if value == cty.NilVal || value.IsNull() && !v.nullable {
		value = v.fallback
	}
	switch {
	case v.broken:
		return cty.DynamicVal
	case value == cty.NilVal && static:
		r.report(unsetVariable(v))
		return cty.UnknownVal(v.kind)
	case value == cty.NilVal:
		r.report(configError("No value for a variable", fmt.Sprintf("The variable %q has no value. Set it in one of four "+
			"ways: ZSV_VAR_%[1]s in the environment, %[1]s = … in default.zsvars or a *.auto.zsvars file beside the "+
			"configuration, --var-file FILE, or --var '%[1]s=VALUE'. Or give it a default.", v.name), v.at))
		return cty.DynamicVal
	case value.IsNull() && !v.nullable:
		r.report(configError("No value for a variable", fmt.Sprintf("The variable %q may not be null: it has "+
			"nullable = false.", v.name), v.at))
		return cty.DynamicVal
	}
	if v.sensitive {
		value = value.Mark(functions.Sensitive)
	}
	return value
}

func unsetVariable(v *variable) Diagnostic {
	at := v.at
	return Diagnostic{Severity: Warning, Rule: RuleUnsetVariable, Summary: "Variable without a value", Range: &at,
		Detail: fmt.Sprintf("The variable %q has no value here, so what depends on it is not judged. plan needs it: set "+
			"ZSV_VAR_%[1]s, or give it with --var or in a file.", v.name)}
}

// validate evaluates the validation blocks, which may refer to variables only: all have their values by now, locals have
// not. It returns false where the value is refused, which is reported.
func (r *reader) validate(v *variable) bool {
	outer := *r
	defer func() { r.scope, r.source = outer.scope, outer.source }()
	r.scope = &scope{variables: outer.variables, incomplete: outer.incomplete, budget: outer.budget}
	r.address = address("var", v.name)
	before := len(r.diags)
	for _, rule := range v.validations {
		r.checkRule(v, rule)
	}
	return !r.diags[before:].HasErrors()
}

// checkRule evaluates one validation block.
func (r *reader) checkRule(v *variable, rule validation) {
	r.source = rule.source
	condition := r.evaluate(rule.condition, inVariable).value
	switch isTrue, known := truth(condition); {
	case !condition.IsKnown() || isTrue:
	case !known:
		r.report(configError("Invalid condition", "The condition of a validation must be true or false.",
			rule.condition.Range()))
	default:
		r.report(configError("Invalid value for a variable", fmt.Sprintf("The variable %q: %s", v.name,
			r.validationMessage(rule)), v.at))
	}
}

func (r *reader) validationMessage(rule validation) string {
	message := r.evaluate(rule.message, inVariable).value
	plain, _ := message.UnmarkDeep()
	switch {
	case sensitive(message):
		return "the value is not valid, and the message is withheld because it holds a sensitive value."
	case plain.IsNull() || !plain.IsKnown() || plain.Type() != cty.String:
		return "the value is not valid."
	}
	return plain.AsString()
}
