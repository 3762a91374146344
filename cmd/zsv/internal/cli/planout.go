package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/planfile"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/resolve"
)

// A planOut is where plan --out saves the plan.
type planOut struct {
	file string // as the user named it; empty: nowhere
	path string // absolute
}

// openPlanOut says whether the plan can be saved, before anything is checked and after the configuration is planned, which
// has files that are spared.
func (r *invocation) openPlanOut(file, workingDir string, outputs []output) (planOut, error) {
	if file == "" {
		return planOut{}, nil
	}
	to := planOut{file, project.Absolute(workingDir, file)}
	if err := to.mustBeApart(outputs); err != nil { // by links, now that they are there
		return to, err
	}
	if config.IsConfigFile(file) || config.IsVariableFile(file) {
		return to, usageError("--out %s would make a configuration file of the plan, or overwrite one: give it another name, such "+
			"as plan.zsvplan", file)
	}
	if err := r.spare(to.path, "--out "+file, "plan.zsvplan"); err != nil {
		return to, err
	}
	err := staysInside(to.path, workingDir)
	if err == nil {
		err = planfile.Probe(to.path)
	}
	return to, to.failure(err)
}

// mustBeApart says that a report goes to the same file.
func (to planOut) mustBeApart(outputs []output) error {
	for _, o := range outputs {
		if o.file != "" && o.isSame(output{path: to.path}) {
			return usageError("--out and --format name the same file %q: give each a file of its own", to.file)
		}
	}
	return nil
}

// save writes the plan and tells what it is for.
func (r *invocation) save(to planOut, saved *planfile.Plan, plan *resolve.Plan) error {
	if err := to.failure(planfile.Write(to.path, saved)); err != nil {
		return err
	}
	if r.StdoutTerminal.Is && r.StderrTerminal.Is { // where both are the same
		r.tell("\n")
	}
	r.tellLine("Saved the plan to %q. %s", to.file, r.uses(to, saved, plan))
	return nil
}

// uses says what a plan that was saved is good for, with the command.
func (r *invocation) uses(to planOut, saved *planfile.Plan, plan *resolve.Plan) string {
	flags := ""
	for _, flag := range plan.FlagsBesideDirectory() {
		flags += " " + flag
	}
	switch {
	case exitCode(saved.Report, saved.AllowUnverified) == exitOK:
		for _, flag := range levelFlag(saved.Report) {
			flags += " " + flag
		}
		return fmt.Sprintf("To run a command on the strength of it: zsv run%s --plan %s -- COMMAND", flags, shell.Quote(to.file))
	case resolve.HasErrors(saved.Report.Diagnostics) || !slices.ContainsFunc(saved.Report.Checks, isForApply):
		return fmt.Sprintf("To see it again: zsv show %s", shell.Quote(to.file))
	}
	return fmt.Sprintf("To register what is missing in it, and nothing else: zsv apply%s %s", flags, shell.Quote(to.file))
}

// isForApply says that zsv apply is the remedy of a check: not every store is written by zsv.
func isForApply(c resolve.Check) bool { return strings.HasPrefix(c.Remedy, "zsv apply") }

func (to planOut) failure(err error) error {
	if err == nil {
		return nil
	}
	return ioError("Cannot save the plan", fmt.Errorf("cannot save the plan to %q: %w", to.file, fileerror.Reason(err)))
}
