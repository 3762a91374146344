package cli

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// assignments reads --var NAME=VALUE.
func (r *invocation) assignments() ([]config.Assignment, error) {
	all := make([]config.Assignment, 0, len(r.global.vars))
	for _, text := range r.global.vars {
		assignment, err := config.ParseAssignment(text)
		if err != nil {
			return nil, usageError("--var: %w", err)
		}
		all = append(all, assignment)
	}
	return all, nil
}

// leftovers are the names that --var sets and no configuration declared so far.
type leftovers struct {
	unknown  []string
	declared []string
}

// leftovers returns the names that --var sets for several configurations. One alone judges them by itself.
func (p planning) leftovers() *leftovers {
	l := &leftovers{}
	for _, assignment := range p.vars {
		if p.shared {
			l.unknown = appendOnce(l.unknown, assignment.Name)
		}
	}
	return l
}

// seen takes off what a configuration declares.
func (l *leftovers) seen(plan *resolve.Plan) {
	l.unknown = slices.DeleteFunc(l.unknown, plan.DeclaresVariable)
	l.declared = append(l.declared, plan.VariableNames()...)
}

// reports says which names were meant for no configuration: a value that goes nowhere is a mistake in the name.
func (l *leftovers) reports(version string) []*resolve.Report {
	var reports []*resolve.Report
	for _, name := range l.unknown {
		reports = append(reports, resolve.Failed(version, resolve.NewDiagnostic(config.Diagnostic{
			Severity: config.Error, Rule: config.RuleUsage, Summary: "Undeclared variable",
			Detail: fmt.Sprintf("--var sets a variable %q, which none of the configurations declares.%s", name,
				suggest.DidYouMean(name, l.declared))}, ".")))
	}
	return reports
}
