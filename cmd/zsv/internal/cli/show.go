package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

func (r *invocation) showCommand() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Show a saved plan, in any format",
		Long: "Show prints the report of a plan that zsv plan --out saved, in any format, as plan did, and exits as plan\n" +
			"did. It asks no store and reads nothing but FILE. Paths in it start at the directory that plan was\n" +
			"started in.\n\n" + reportExitCodes,
		Example: "  zsv plan --out plan.zsvplan\n  zsv show plan.zsvplan --verbose\n" +
			"  zsv show plan.zsvplan --format markdown=summary.md --format sarif=zsv.sarif",
		Args: oneSavedPlan,
		RunE: func(_ *cobra.Command, args []string) error { return r.show(flags, args[0]) },
	}
	r.addFormatFlag(cmd, &flags.formats, view.Formats()...)
	addVerboseFlag(cmd, &flags)
	return cmd
}

// oneSavedPlan demands the file that show is about.
func oneSavedPlan(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError("show what? Write zsv show FILE, with a plan that zsv plan --out FILE saved")
	}
	return maximumArgs(1)(cmd, args)
}

func (r *invocation) show(flags reportFlags, file string) error {
	workingDir, err := r.workingDir()
	if err != nil {
		return err
	}
	saved, err := r.savedPlan(workingDir, file)
	if err != nil {
		return err
	}
	to, err := r.openResults(flags.formats, viewFlags{flags.verbose, saved.AllowUnverified}, workingDir)
	if err != nil {
		return err
	}
	r.tellLine("Plan of %s, by zsv %s:", saved.Made.UTC().Format(time.DateTime+" MST"), saved.Version)
	if err := r.write(to.outputs, saved.Report, to.options); err != nil {
		return err
	}
	r.code = exitCode(saved.Report, saved.AllowUnverified)
	return nil
}
