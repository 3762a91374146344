package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/planfile"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/resolve"
)

// A savedPlan is one that the command line names.
type savedPlan struct {
	*planfile.Plan
	file string // as the user named it
}

// savedPlan reads a saved plan, which no output may replace from now on.
func (r *invocation) savedPlan(workingDir, file string) (*savedPlan, error) {
	path := project.Absolute(workingDir, file)
	r.belongings.inputs = append(r.belongings.inputs, path)
	plan, err := planfile.Read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ioError("Cannot read the saved plan",
			fmt.Errorf("there is no file %q: make a saved plan with zsv plan --out %s", file, shell.Quote(file)))
	case err != nil:
		return nil, ioError("Cannot read the saved plan",
			fmt.Errorf("the saved plan %q cannot be used: %w", file, fileerror.Reason(err)))
	}
	return &savedPlan{plan, file}, nil
}

// isSavedPlan says whether an argument that may be a directory is meant as the file of a saved plan.
func isSavedPlan(workingDir, argument string) bool {
	info, err := os.Stat(project.Absolute(workingDir, argument))
	return err == nil && !info.IsDir() && !config.IsConfigFile(argument)
}

// mustHold says what has changed since the plan was made, of what it rests on. undone says what did not happen for that.
func (s *savedPlan) mustHold(plan *resolve.Plan, now *resolve.Basis, undone string) error {
	differences := s.Differences(now)
	if len(differences) == 0 {
		return nil
	}
	return &failure{rule: config.RuleUsage, summary: "The saved plan does not hold any more", items: shortened(differences),
		err:    fmt.Errorf("the saved plan %q does not hold any more, so %s", s.file, undone),
		advice: s.adviceOn(plan, now)}
}

// shortened keeps a list readable.
func shortened(items []string) []string {
	const most = 10
	if len(items) <= most {
		return items
	}
	return append(slices.Clone(items[:most]), fmt.Sprintf("and %d more", len(items)-most))
}

// adviceOn says what to do about a plan that does not hold any more.
func (s *savedPlan) adviceOn(plan *resolve.Plan, now *resolve.Basis) string {
	anew := "Make the plan anew: " + s.planCommand(plan)
	switch {
	case len(now.Files) == 0:
		return fmt.Sprintf("The plan is of the configuration in %q, seen from where zsv plan was started: start zsv there too, or "+
			"name that directory with --chdir.", s.Basis.Directory)
	case slices.Equal(s.Basis.Files, now.Files):
		return "The files are the same, so it is the variables, the flags or the environment: give those that the plan was made " +
			"with. " + anew
	}
	return anew
}

// planCommand returns the command that makes the plan anew.
func (s *savedPlan) planCommand(plan *resolve.Plan) string {
	words := []string{"zsv plan"}
	if s.Basis.Directory != "." {
		words = append(words, shell.Quote(s.Basis.Directory))
	}
	words = append(append(words, plan.FlagsBesideDirectory()...), levelFlag(s.Report)...)
	for _, stack := range s.Stacks {
		words = append(words, "--stack", shell.Quote(stack))
	}
	return strings.Join(append(words, "--out", shell.Quote(s.file)), " ")
}

// levelFlag returns --level as it was given when a report was made, or nothing.
func levelFlag(r *resolve.Report) []string {
	if r.LevelSource != resolve.LevelFromFlag {
		return nil
	}
	return []string{"--level " + r.Level.String()}
}

// mustBeClean says that a plan has an error in it, on the strength of which nothing is started.
func (s *savedPlan) mustBeClean(undone string) error {
	if !resolve.HasErrors(s.Report.Diagnostics) {
		return nil
	}
	return usageError("the saved plan %q has an error in it, so %s: zsv show %s shows it", s.file, undone, shell.Quote(s.file))
}
