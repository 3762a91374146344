package config

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
	"github.com/zsv-dev/zsv/internal/suggest"
)

func configError(summary, detail string, at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleConfiguration, Summary: summary, Detail: detail, Range: &at}
}

// syntaxDiagnostics converts what a parser reports.
func syntaxDiagnostics(diags hcl.Diagnostics) Diagnostics {
	return convert(diags, RuleSyntax, nil)
}

// FromHCL converts diagnostics that a provider's factory made for its block.
func FromHCL(diags hcl.Diagnostics) Diagnostics { return convert(diags, RuleConfiguration, nil) }

// convert turns HCL's diagnostics into ours. The failing expression and its context stay behind: they hold the values
// of variables. Texts that stand in withheld do not appear in the detail.
func convert(diags hcl.Diagnostics, rule Rule, withheld []string) Diagnostics {
	converted := make(Diagnostics, 0, len(diags))
	for _, d := range diags {
		severity := Error
		if d.Severity == hcl.DiagWarning {
			severity = Warning
		}
		converted = append(converted, Diagnostic{
			Severity: severity, Rule: rule, Summary: d.Summary, Detail: detailOf(d, withheld), Range: d.Subject,
		})
	}
	return converted
}

func detailOf(d *hcl.Diagnostic, withheld []string) string {
	if unknown, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d); ok {
		return unknownFunction(unknown.CalledFunctionName())
	}
	detail := d.Detail
	for _, text := range withheld {
		detail = strings.ReplaceAll(detail, text, "(value withheld)")
	}
	return detail
}

func unknownFunction(name string) string {
	if reason, ok := functions.Refused(name); ok {
		return "The function " + name + " is not available: " + reason
	}
	return "There is no function named \"" + name + "\"." + suggest.DidYouMean(name, functions.Names())
}

// stringsOf collects the strings that an expression is made of: those of the variables it uses and its own literals.
// A message that quotes one of them may quote a secret, so it is withheld. Longer ones come first, so that no rest of
// one stays behind.
func stringsOf(expr hclsyntax.Expression, ctx *hcl.EvalContext) []string {
	var found []string
	collect := func(value cty.Value) {
		value, _ = value.UnmarkDeep()
		_ = cty.Walk(value, func(_ cty.Path, inner cty.Value) (bool, error) {
			if inner.IsKnown() && !inner.IsNull() && inner.Type() == cty.String && len(inner.AsString()) > 2 {
				found = append(found, inner.AsString())
			}
			return true, nil
		})
	}
	if ctx != nil {
		for _, value := range ctx.Variables {
			collect(value)
		}
	}
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if literal, ok := node.(*hclsyntax.LiteralValueExpr); ok {
			collect(literal.Val)
		}
		return nil
	})
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(found)
}
