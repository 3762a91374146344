package resolve

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// diagnostics returns the problems found so far, as the rules have them, with what the files say there.
func (p *Plan) diagnostics() []Diagnostic {
	diags := p.rules.Apply(p.diags)
	for i, d := range diags {
		if d.Range != nil && d.Range.Filename == config.CommandLine { // which is no place in a file
			diags[i].Range = nil
		}
	}
	return inOrder(Located(diags, p.cfg.Dir, p.cfg.Source))
}

// NewDiagnostic brings a diagnostic into the report's form, without a snippet.
func NewDiagnostic(d config.Diagnostic, directory string) Diagnostic {
	converted := Diagnostic{Severity: d.Severity, Rule: string(d.Rule), Summary: d.Summary, Detail: d.Detail,
		Directory: directory, Address: d.Address}
	if d.Range != nil {
		converted.Range = &Range{Filename: d.Range.Filename, Start: Position(d.Range.Start), End: Position(d.Range.End)}
	}
	return converted
}

// problem is the reverse of NewDiagnostic.
func (d *Diagnostic) problem() config.Diagnostic {
	problem := config.Diagnostic{Severity: d.Severity, Rule: config.Rule(d.Rule), Summary: d.Summary, Detail: d.Detail,
		Address: d.Address}
	if r := d.Range; r != nil {
		problem.Range = &hcl.Range{Filename: r.Filename, Start: hcl.Pos(r.Start), End: hcl.Pos(r.End)}
	}
	return problem
}

// inOrder puts problems in the order of their places. What is wrong with a file that several configurations share, such
// as the user's own, is said once.
func inOrder(all []Diagnostic) []Diagnostic {
	slices.SortStableFunc(all, func(a, b Diagnostic) int {
		return cmp.Or(a.problem().Compare(b.problem()), cmp.Compare(a.Directory, b.Directory))
	})
	return slices.CompactFunc(all, func(a, b Diagnostic) bool { return a.problem().Compare(b.problem()) == 0 })
}
