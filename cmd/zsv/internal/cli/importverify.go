package cli

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// verify refuses what would be an error, and what HCL would read otherwise than it was meant.
func (i *importing) verify(d *draft) error {
	var errs config.Diagnostics
	for _, problem := range d.newProblems() {
		if problem.Severity == config.Error {
			errs = append(errs, problem)
		}
	}
	if errs = append(errs, i.providerProblems(d)...); len(errs) > 0 {
		return d.wouldBreak(errs)
	}
	return d.verifyReading()
}

// wouldBreak says what would be wrong with the configuration. The file that it would be in is not there, so the places are
// those in the stack.
func (d *draft) wouldBreak(errs config.Diagnostics) error {
	f := &failure{rule: config.RuleUsage, summary: "Configuration would be broken", advice: "Nothing was written.",
		err: errors.New("with this stack the configuration would have errors")}
	for _, problem := range errs {
		var at stackfile.Place
		if problem.Range != nil && problem.Range.Filename == d.to.name {
			at = d.placeOf(problem.Address, *problem.Range)
			problem.Range = d.rangeOf(at)
		}
		f.items = append(f.items, d.place(at)+problem.Address+": "+problem.Summary+": "+problem.Detail)
		f.causes = append(f.causes, resolve.NewDiagnostic(problem, "."))
	}
	return f
}

// verifyReading holds the configuration against the stack.
func (d *draft) verifyReading() error {
	components := componentsByAddress(d.after.cfg)
	for n := range d.stack.Components {
		c := &d.stack.Components[n]
		if d.writing.Known[c.Addr] {
			continue
		}
		if written := components[c.Addr]; written == nil || len(c.Differences(written)) > 0 {
			return misread(c.Addr.String())
		}
	}
	for n := range d.after.cfg.Stacks {
		if s := &d.after.cfg.Stacks[n]; s.Name == d.stack.Name && len(d.stack.Differences(s)) == 0 &&
			len(s.Components) == len(d.stack.Components) {
			return nil
		}
	}
	return misread(fmt.Sprintf("stack %q", d.stack.Name))
}

// providerProblems returns what is wrong with the new provider: there may be no such type.
func (i *importing) providerProblems(d *draft) config.Diagnostics {
	if !d.writing.NewProvider {
		return nil
	}
	w := &i.planning.world
	surroundings := w.user.Surroundings(w.workingDir, d.to.dir, w.log)
	plan := resolve.NewPlan(d.after.cfg, nil, resolve.Options{Registry: builtin.Registry(), Surroundings: surroundings})
	i.opened.add(plan)
	var found config.Diagnostics
	for _, problem := range plan.Static().Diagnostics {
		if problem.Severity == config.Error && problem.Address == d.writing.Provider.String() {
			found = append(found, config.Diagnostic{Severity: problem.Severity, Rule: config.Rule(problem.Rule), Summary: problem.Summary,
				Detail: problem.Detail, Address: problem.Address})
		}
	}
	return found
}

// placeOf returns where in the stack a value is that a place of the file lies in; none where it lies in no value.
func (d *draft) placeOf(address string, at hcl.Range) stackfile.Place {
	leaves := d.leavesByPath()
	for _, h := range d.holders() {
		for _, v := range h.values {
			if l, known := leaves[[2]string{h.address, v.Attribute}]; known && h.address == address &&
				v.Range.Filename == at.Filename && v.Range.Start.Byte <= at.Start.Byte && at.End.Byte <= v.Range.End.Byte {
				return l.Place
			}
		}
	}
	return stackfile.Place{}
}
