package config

import (
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config/internal/functions"
	"github.com/zsv-dev/zsv/internal/suggest"
)

func configError(summary, detail string, at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleConfiguration, Summary: summary, Detail: detail, Range: &at}
}

// syntaxDiagnostics converts what a parser reports.
func syntaxDiagnostics(diags hcl.Diagnostics) Diagnostics { return convert(diags, RuleSyntax) }

// FromHCL converts diagnostics that a provider's factory made for its block.
func FromHCL(diags hcl.Diagnostics) Diagnostics { return convert(diags, RuleConfiguration) }

// convert turns HCL's diagnostics into ours, those that say the same of the same place into one: a loop reports once for
// each round. The failing expression and its context stay behind: they hold the values of variables.
func convert(diags hcl.Diagnostics, rule Rule) Diagnostics {
	var converted Diagnostics
	said := map[statement]bool{}
	for _, d := range diags {
		severity := Error
		if d.Severity == hcl.DiagWarning {
			severity = Warning
		}
		next := Diagnostic{Severity: severity, Rule: rule, Summary: d.Summary, Detail: detailOf(d), Range: d.Subject}
		if s := statementOf(next); !said[s] {
			said[s] = true
			converted = append(converted, next)
		}
	}
	return converted
}

// A statement is what a diagnostic says of which place.
type statement struct {
	summary, detail string
	at              hcl.Range
}

func statementOf(d Diagnostic) statement {
	s := statement{summary: d.Summary, detail: d.Detail}
	if d.Range != nil {
		s.at = *d.Range
	}
	return s
}

// ownDetails are in place of HCL's details that quote what may be a secret: a password with a "%{" in it, or without the
// quotes.
var ownDetails = map[string]string{
	"Invalid template control keyword": "\"%{\" begins a directive of HCL's: if, for, else, endif or endfor. For the two " +
		"characters themselves write \"%%{\".",
	"Duplicate attribute definition": "This name is set already, further up in the same object. Remove one of them.",
	"Invalid escape sequence": "This is no escape sequence. For a backslash itself write two of them; the others are " +
		`\n, \r, \t, \", \uXXXX and \UXXXXXXXX.`,
	"Unclosed template interpolation sequence": "\"${\" begins an expression, and there is no brace that closes it before " +
		"the text ends. For the two characters themselves write \"$${\".",
	"Unclosed configuration block": "There is no closing brace for this block before the next one begins, or before the " +
		"file ends.",
	"Unterminated tuple constructor expression":  "There is no closing bracket for this list.",
	"Unterminated object constructor expression": "There is no closing brace for this object.",
	"Duplicate object key": "Two items of this for expression have the same key. Write ... behind the value to group " +
		"them, or make the keys differ.",
}

func detailOf(d *hcl.Diagnostic) string {
	if unknown, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d); ok {
		return unknownFunction(unknown.CalledFunctionNamespace() + unknown.CalledFunctionName())
	}
	if call, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok && call.FunctionCallError() != nil {
		return failedCall(call.CalledFunctionName(), call.FunctionCallError(), d)
	}
	if detail, ok := ownDetails[d.Summary]; ok {
		return detail
	}
	return d.Detail
}

func unknownFunction(name string) string {
	if reason, ok := functions.Refused(name); ok {
		return "The function " + name + " is not available: " + reason
	}
	if near := suggest.DidYouMean(name, functions.Names()); near != "" {
		return "There is no function named \"" + name + "\"." + near
	}
	// The name is not repeated: it may be a password without its quotes.
	return "There is no function of this name. If it is meant as text, put it in quotes."
}

// failedCall says why a function failed. Functions quote their arguments, which may be secrets.
func failedCall(name string, err error, d *hcl.Diagnostic) string {
	if sensitiveCall(d) {
		return "The function " + name + " cannot be applied to these arguments. The reason is withheld, because a " +
			"sensitive value takes part."
	}
	reason := strings.Join(strings.Fields(quotedText().ReplaceAllString(err.Error(), `"…"`)), " ")
	return "The function " + name + " failed: " + strings.TrimSuffix(reason, ".") + "."
}

// quotedText matches what stands in quotes of any kind.
var quotedText = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("(?s)\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|'[^']*'")
})

// sensitiveCall says whether a sensitive value may take part in a call that failed: the context of the whole expression
// holds just the names that it uses.
func sensitiveCall(d *hcl.Diagnostic) bool {
	for ctx := d.EvalContext; ctx != nil; ctx = ctx.Parent() {
		for _, value := range ctx.Variables {
			if sensitive(value) {
				return true
			}
		}
	}
	return d.EvalContext == nil
}
