package config

import (
	"fmt"
	"slices"
)

// maxMistakes bounds what is reported of the syntax of one file: what is no configuration at all may have millions.
const maxMistakes = 1000

// limited returns the first of a file's mistakes in its syntax, and says where there are more.
func limited(diags Diagnostics) Diagnostics {
	if len(diags) <= maxMistakes {
		return diags
	}
	diags.Sort()
	more := Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Too many mistakes", Range: diags[maxMistakes].Range,
		Detail: fmt.Sprintf("The file has more than %d mistakes in its syntax. Those from here on are not listed.", maxMistakes)}
	return append(slices.Clip(diags[:maxMistakes]), more)
}
