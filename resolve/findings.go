package resolve

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// findings are the problems found so far, not yet passed through the rules. Who looks for problems embeds them.
type findings struct {
	diags config.Diagnostics
}

// report adds a problem at a place in the block with this address.
func (f *findings) report(rule config.Rule, address, summary, detail string, at hcl.Range) {
	f.diags = append(f.diags, config.Diagnostic{Severity: rule.DefaultSeverity(), Rule: rule, Summary: summary,
		Detail: detail, Address: address, Range: &at})
}
