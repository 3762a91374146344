package cli

import (
	"cmp"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/planfile"
	"github.com/zsv-dev/zsv/resolve"
)

// planFlags are the flags of plan.
type planFlags struct {
	report reportFlags
	check  checkFlags
	out    string
}

func (r *invocation) planCommand() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan [DIR]",
		Short: "Say which secrets and keys exist, which are missing, and which could not be verified",
		Long: "Plan finds every secret reference in the configuration of DIR (default \".\"), asks the secret stores\n" +
			"whether the secret and the key exist, and reports the rest with its place and its remedy. It\n" +
			"changes nothing. With --out it saves the plan, which show, apply and run take.\n\n" + reportExitCodes,
		Example: "  zsv plan\n  zsv plan pipelines/training --stack prod\n" +
			"  zsv plan --recursive --format json=plan.json --format text\n" +
			"  zsv plan --out plan.zsvplan && zsv run --plan plan.zsvplan -- python3 pipeline.py",
		Args:    maximumArgs(1),
		PreRunE: func(cmd *cobra.Command, _ []string) error { return f.checkAll(cmd) },
		RunE:    func(_ *cobra.Command, args []string) error { return r.runPlan(f, args) },
	}
	r.addReportFlags(cmd, &f.report)
	r.addCheckFlags(cmd, &f.check)
	cmd.Flags().StringVar(&f.out, "out", "", "save the plan to `FILE`, for show, apply and run; it holds no values")
	return cmd
}

// checkAll says what is wrong with the flags.
func (f *planFlags) checkAll(cmd *cobra.Command) error {
	switch out := cmd.Flags().Lookup("out"); {
	case out.Changed && f.out == "":
		return usageError("--out is empty: write --out FILE, or leave it out")
	case out.Changed && f.report.recursive:
		return usageError("--out saves the plan of one configuration: leave --recursive out, and name its directory")
	}
	return f.check.check(cmd.Flags())
}

func (r *invocation) runPlan(f planFlags, args []string) error {
	p, err := r.planning(f.report.rules, f.check.readValues)
	if err != nil {
		return err
	}
	if p.level, err = r.level(f.check.level); err != nil {
		return err
	}
	dirs, unreadable := directories(p.workingDir, args, f.report.recursive)
	if len(dirs) == 0 {
		return cmp.Or(unreadable, errNoConfiguration)
	}
	stacks := r.chosenStacks(f.check.stacks)
	p.stacks, p.shared = stacks.names, len(dirs) > 1
	leftovers := p.leftovers()
	plans := r.plans(dirs, p)
	for _, plan := range plans {
		leftovers.seen(plan)
	}
	reports := slices.Concat(r.failed(unreadable), r.unknownStacks(stacks, plans), leftovers.reports(r.Build.version()))
	return r.reportPlans(f, p, plans, reports)
}

// reportPlans checks what is planned, and reports on it and the problems beside it; where it is to be saved, it is.
func (r *invocation) reportPlans(f planFlags, p planning, plans []*resolve.Plan, reports []*resolve.Report) error {
	out := newPlanOut(f.out, p.workingDir)
	if err := out.mustBeApart(r.requestedOutputs()); err != nil { // before a report is opened in an earlier plan's place
		return err
	}
	to, err := r.openResults(f.report.formats, viewFlags{f.report.verbose, f.check.allowUnverified}, p.workingDir)
	if err != nil {
		return err
	}
	if err := r.maySave(out, p.workingDir, to.outputs); err != nil {
		return errors.Join(err, closeAll(to.outputs))
	}
	made := r.now()
	report, err := r.report(to, func() []*resolve.Report {
		ctx, stop := r.checking(f.check.timeout) // from here on only: planning is not the stores' time
		defer stop()
		defer r.showWaiting()()
		for _, plan := range plans {
			reports = append(reports, plan.Check(ctx))
		}
		return reports
	})
	if err != nil || out.file == "" {
		return err
	}
	return r.save(out, &planfile.Plan{Made: made, Version: r.Build.version(), Stacks: p.stacks,
		AllowUnverified: f.check.allowUnverified, Basis: plans[0].Basis(), Report: report}, plans[0])
}

// maximumArgs allows up to n arguments.
func maximumArgs(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usageError("too many arguments: usage: %s", cmd.UseLine())
		}
		return nil
	}
}
