package cli

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// load reads the configuration that the stack goes to. One of which not all can be read is not added to.
func (i *importing) load() (err error) {
	var replaced map[string][]byte
	if i.target.before != nil {
		replaced = map[string][]byte{i.target.file: {}}
	}
	i.today = i.stateWith(nil)
	i.before = i.today
	if replaced != nil {
		i.before = i.stateWith(replaced)
	}
	unreadable := slices.DeleteFunc(slices.Clone(i.before.problems), func(d config.Diagnostic) bool {
		return d.Rule != config.RuleSyntax && d.Rule != config.RuleIO
	})
	if len(unreadable) == 0 {
		return nil
	}
	i.show(unreadable, i.before.cfg)
	return usageError("nothing was written: a configuration is added to only if all of it can be read, and the above keeps zsv " +
		"from that")
}

// stateWith reads the configuration with some files replaced. No files at all are no problem here.
func (i *importing) stateWith(overlay map[string][]byte) state {
	w := &i.planning.world
	surroundings := w.user.Surroundings(w.workingDir, i.target.dir, w.log)
	cfg, diags := config.Load(config.Options{
		WorkingDir: w.workingDir, Dir: i.target.dir, Environ: i.Environ, VariableFiles: i.global.varFiles, Variables: w.vars,
		ProjectDir: surroundings.ProjectDir, TrustedPaths: surroundings.TrustedPaths,
		Static: true, Version: i.Build.version(), Overlay: overlay,
	})
	if noFiles(diags) {
		diags = nil
	}
	rules := resolve.NewRules(cfg, i.rules)
	extraction := resolve.Extract(cfg, rules, nil)
	return state{cfg: cfg, uses: slices.Concat(extraction.Uses, extraction.Unanswered),
		problems: rules.Apply(append(diags, extraction.Diagnostics...))}
}

// show shows problems as validate does, on standard error.
func (i *importing) show(diags config.Diagnostics, cfg *config.Config) {
	if len(diags) > 0 {
		i.tellDiagnostics(resolve.Located(diags, i.target.dir, cfg.Source))
	}
}

// draft writes the file in memory, and reads the configuration with it.
func (i *importing) draft() (err error) {
	if i.text, err = i.stack.HCL(i.writing); err != nil {
		return usageError("the stack cannot be written in HCL, so nothing was written: %w", err)
	}
	i.after = i.stateWith(map[string][]byte{i.target.file: i.text})
	return nil
}

// newProblems returns what is wrong with the configuration as it is to be, and not with the one that is.
func (i *importing) newProblems() config.Diagnostics {
	known := map[string]int{}
	for _, d := range i.today.problems {
		known[identity(d)]++
	}
	return slices.DeleteFunc(slices.Clone(i.after.problems), func(d config.Diagnostic) bool {
		known[identity(d)]--
		return known[identity(d)] >= 0
	})
}

// verify refuses what would be an error, and what HCL would read otherwise than it was meant.
func (i *importing) verify() error {
	errs := slices.DeleteFunc(i.newProblems(), func(d config.Diagnostic) bool { return d.Severity != config.Error })
	errs = append(errs, i.providerProblems()...)
	if len(errs) > 0 {
		i.show(errs, i.after.cfg)
		return usageError("nothing was written: the configuration would have the error above")
	}
	components := componentsByAddress(i.after.cfg)
	for n := range i.stack.Components {
		c := &i.stack.Components[n]
		if i.writing.Known[c.Addr] {
			continue
		}
		if written := components[c.Addr]; written == nil || len(c.Differences(written)) > 0 {
			return i.misread(c.Addr.String())
		}
	}
	for n := range i.after.cfg.Stacks {
		if s := &i.after.cfg.Stacks[n]; s.Name == i.stack.Name && len(i.stack.Differences(s)) == 0 &&
			len(s.Components) == len(i.stack.Components) {
			return nil
		}
	}
	return i.misread(fmt.Sprintf("stack %q", i.stack.Name))
}

func (i *importing) misread(what string) error {
	return usageError("there is no way to write %s in HCL such that it is read as it is, so nothing was written", what)
}

// providerProblems returns what is wrong with the new provider: there may be no such type.
func (i *importing) providerProblems() config.Diagnostics {
	if !i.writing.NewProvider {
		return nil
	}
	w := &i.planning.world
	surroundings := w.user.Surroundings(w.workingDir, i.target.dir, w.log)
	plan := resolve.NewPlan(i.after.cfg, nil, resolve.Options{Registry: builtin.Registry(), Surroundings: surroundings})
	i.opened.add(plan)
	var found config.Diagnostics
	for _, d := range plan.Static().Diagnostics {
		if d.Severity == config.Error && d.Address == i.writing.Provider.String() {
			found = append(found, config.Diagnostic{Severity: d.Severity, Rule: config.Rule(d.Rule), Summary: d.Summary,
				Detail: d.Detail, Address: d.Address})
		}
	}
	return found
}

// insist refuses, under --strict, what is not carried over as it is.
func (i *importing) insist() error {
	var items []string
	for _, n := range i.stack.Notes {
		if !n.Kept {
			items = append(items, fmt.Sprintf("%s%s: %s", i.place(n.Place), n.What, n.Why))
		}
	}
	for _, c := range i.imported.Components {
		if len(c.DiffersIn) > 0 {
			items = append(items, fmt.Sprintf("%s is at %s:%d already, with another %s", c.Address, c.File, c.Line,
				enumerated(c.DiffersIn)))
		}
	}
	if !i.flags.strict || len(items) == 0 {
		return nil
	}
	return &failure{rule: config.RuleUsage, summary: "Not carried over", err: fmt.Errorf("with --strict nothing was written, "+
		"since not all of %s can be carried over", i.source), items: items, advice: "Without --strict the rest is written."}
}
