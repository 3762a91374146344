package cli

import (
	"context"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/resolve"
)

func (r *run) planCommand() *cobra.Command {
	var report reportFlags
	var check checkFlags
	cmd := &cobra.Command{
		Use:   "plan [DIR]",
		Short: "Say which secrets and keys exist, which are missing, and which could not be verified",
		Long: "Plan finds every secret reference in the configuration of DIR (default \".\"), asks the secret stores\n" +
			"whether the secret and the key exist, and reports the rest with its place and its remedy. It\n" +
			"changes nothing.",
		Args:              maximumArgs(1),
		ValidArgsFunction: completeConfigurations,
		RunE:              func(_ *cobra.Command, args []string) error { return r.runPlan(report, check, args) },
	}
	r.addReportFlags(cmd, &report)
	r.addCheckFlags(cmd, &check)
	return cmd
}

func (r *run) runPlan(report reportFlags, check checkFlags, args []string) error {
	if err := check.check(); err != nil {
		return err
	}
	w, err := r.world()
	if err != nil {
		return err
	}
	rules, err := ruleSettings(report.rules)
	if err != nil {
		return err
	}
	level, err := r.level(check.level)
	if err != nil {
		return err
	}
	dirs, err := directories(w.workingDir, args, report.recursive)
	if err != nil {
		return err
	}
	if len(dirs) == 0 {
		return errNoConfiguration
	}
	p := planning{world: w, level: level, rules: rules, stacks: r.stacksOr(check.stacks), readValues: check.readValues,
		shared: len(dirs) > 1}
	ctx, stop := r.checking(check.timeout)
	defer stop()
	return r.report(report, check.allowUnverified, w, dirs, func(dir string) *resolve.Report {
		return r.plan(dir, p).Check(ctx)
	})
}

// checking returns the context for asking stores: it ends when the time is up, or when the user interrupts.
func (r *run) checking(timeout time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	signals := make(chan os.Signal, 1)
	notifySignals(signals)
	go func() {
		select {
		case <-signals:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
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
