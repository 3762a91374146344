package cli

import (
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// A ground is the configuration that a stack goes to.
type ground struct {
	today  state // as it is
	before state // without the file that is replaced
}

// load reads the configuration that the stack goes to. One of which not all can be read is not added to.
func (i *importing) load(to target) (ground, error) {
	on := ground{today: i.stateWith(to, nil)}
	on.before = on.today
	if to.before != nil {
		on.before = i.stateWith(to, map[string][]byte{to.file: {}})
	}
	unreadable := slices.DeleteFunc(slices.Clone(on.before.problems), func(d config.Diagnostic) bool {
		return d.Rule != config.RuleSyntax && d.Rule != config.RuleIO
	})
	if len(unreadable) == 0 {
		return on, nil
	}
	f := &failure{rule: config.RuleUsage, summary: "Configuration not read", err: errUnreadable,
		causes: resolve.Located(unreadable, to.dir, on.before.cfg.Source)}
	i.tellDiagnostics(f.causes)
	return on, f
}

var errUnreadable = usageError("nothing was written: a configuration is added to only if all of it can be read, and the above " +
	"keeps zsv from that")

// stateWith reads the configuration with some files replaced. No files at all are no problem here.
func (i *importing) stateWith(to target, overlay map[string][]byte) state {
	w := &i.planning.world
	surroundings := w.user.Surroundings(w.workingDir, to.dir, w.log)
	cfg, diags := config.Load(config.Options{
		WorkingDir: w.workingDir, Dir: to.dir, Environ: i.Environ, VariableFiles: i.global.varFiles, Variables: w.vars,
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
