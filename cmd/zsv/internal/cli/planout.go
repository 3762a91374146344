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

func newPlanOut(file, workingDir string) planOut {
	return planOut{file, project.Absolute(workingDir, file)}
}

// maySave says why the plan cannot be saved, before anything is checked and after the configuration is planned, which has
// files that are spared.
func (r *invocation) maySave(to planOut, workingDir string, outputs []output) error {
	if to.file == "" {
		return nil
	}
	if err := to.mustBeApart(outputs); err != nil { // by links, now that they are there
		return err
	}
	if config.IsConfigFile(to.file) || config.IsVariableFile(to.file) {
		return usageError("--out %s would make a configuration file of the plan, or overwrite one: give it another name, such "+
			"as plan.zsvplan", to.file)
	}
	if err := r.spare(to.path, "--out "+to.file, "plan.zsvplan"); err != nil {
		return err
	}
	err := staysInside(to.path, workingDir)
	if err == nil {
		err = planfile.Probe(to.path)
	}
	return to.failure(err)
}

// mustBeApart says that a report goes to the same file.
func (to planOut) mustBeApart(outputs []output) error {
	for _, o := range outputs {
		if to.file != "" && o.file != "" && o.isSame(output{path: to.path}) {
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
	flags, file := plan.FlagsBesideDirectory(), shell.Quote(to.file)
	switch {
	case exitCode(saved.Report, saved.AllowUnverified) == exitOK:
		return "To run a command on the strength of it: " +
			command("zsv run", append(flags, levelFlag(saved.Report)...), "--plan", file, "-- COMMAND")
	case resolve.HasErrors(saved.Report.Diagnostics) || !slices.ContainsFunc(saved.Report.Checks, isForApply):
		return "To see it again: " + command("zsv show", nil, file)
	}
	return "To register what is missing in it, and nothing else: " + command("zsv apply", flags, file)
}

// command returns a command to copy, with what is quoted already.
func command(name string, flags []string, rest ...string) string {
	return strings.Join(slices.Concat([]string{name}, flags, rest), " ")
}

// isForApply says that zsv apply is the remedy of a check: not every store is written by zsv.
func isForApply(c resolve.Check) bool { return strings.HasPrefix(c.Remedy, "zsv apply") }

func (to planOut) failure(err error) error {
	if err == nil {
		return nil
	}
	return ioError("Cannot save the plan", fmt.Errorf("cannot save the plan to %q: %w", to.file, fileerror.Reason(err)))
}
