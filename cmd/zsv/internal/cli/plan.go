package cli

import (
	"cmp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) planCommand() *cobra.Command {
	var report reportFlags
	var check checkFlags
	cmd := &cobra.Command{
		Use:   "plan [DIR]",
		Short: "Say which secrets and keys exist, which are missing, and which could not be verified",
		Long: "Plan finds every secret reference in the configuration of DIR (default \".\"), asks the secret stores\n" +
			"whether the secret and the key exist, and reports the rest with its place and its remedy. It\n" +
			"changes nothing.",
		Example: "  zsv plan\n  zsv plan pipelines/training --stack prod\n" +
			"  zsv plan --recursive --format json=plan.json --format text",
		Args:              maximumArgs(1),
		ValidArgsFunction: completeConfigurations,
		PreRunE:           func(cmd *cobra.Command, _ []string) error { return check.check(cmd.Flags()) },
		RunE:              func(_ *cobra.Command, args []string) error { return r.runPlan(report, check, args) },
	}
	r.addReportFlags(cmd, &report)
	r.addCheckFlags(cmd, &check)
	return cmd
}

func (r *invocation) runPlan(report reportFlags, check checkFlags, args []string) error {
	p, err := r.planning(report.rules, check.readValues)
	if err != nil {
		return err
	}
	if p.level, err = r.level(check.level); err != nil {
		return err
	}
	dirs, unreadable := directories(p.workingDir, args, report.recursive)
	if len(dirs) == 0 {
		return cmp.Or(unreadable, errNoConfiguration)
	}
	stacks := r.chosenStacks(check.stacks)
	p.stacks, p.shared = stacks.names, len(dirs) > 1
	return r.report(report, check.allowUnverified, p.workingDir, func() func() []*resolve.Report {
		leftovers := p.leftovers()
		plans := r.plans(dirs, p)
		for _, plan := range plans {
			leftovers.seen(plan)
		}
		reports := slices.Concat(r.failed(unreadable), r.unknownStacks(stacks, plans), leftovers.reports(r.Build.version()))
		return func() []*resolve.Report {
			ctx, stop := r.checking(check.timeout) // from here on only: planning is not the stores' time
			defer stop()
			defer r.showWaiting()()
			for _, plan := range plans {
				reports = append(reports, plan.Check(ctx))
			}
			return reports
		}
	})
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
