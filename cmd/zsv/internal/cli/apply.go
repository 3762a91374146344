package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// applyFlags are the flags of apply.
type applyFlags struct {
	report      reportFlags
	check       checkFlags
	given       givenFlags
	autoApprove bool
	partial     bool
}

func (r *invocation) applyCommand() *cobra.Command {
	var f applyFlags
	cmd := &cobra.Command{
		Use:   "apply [DIR]",
		Short: "Register the secrets and keys that are missing",
		Long: "Apply makes the plan of the configuration in DIR (default \".\"), asks for approval, then for the value\n" +
			"of each missing key, and writes it to its store, secret by secret. What is present is never\n" +
			"overwritten; what could not be verified is never written. Values can be given without being asked\n" +
			"for: --set, --values, --from-env, and generate = { … } in the key's block.",
		Args:              maximumArgs(1),
		ValidArgsFunction: completeConfigurations,
		PreRunE:           func(cmd *cobra.Command, _ []string) error { return f.check.check(cmd.Flags()) },
		RunE:              func(_ *cobra.Command, args []string) error { return r.apply(f, args) },
	}
	flags := cmd.Flags()
	r.addFormatFlag(cmd, &f.report.formats, "text", "json")
	r.addRuleFlags(cmd, &f.report)
	r.addStoreFlags(cmd, &f.check)
	r.addGivenFlags(cmd, &f.given)
	r.addRecipientFlag(cmd)
	flags.BoolVar(&f.autoApprove, "auto-approve", false, "do not ask for approval")
	flags.BoolVar(&f.partial, "partial", false, "write what there are values for, although others are lacking")
	return cmd
}

func (r *invocation) apply(f applyFlags, args []string) error {
	a, err := r.newApplying(f, args)
	if err != nil {
		return err
	}
	return a.apply()
}

// newApplying plans the configuration of the directory that the arguments name, and opens the outputs.
func (r *invocation) newApplying(f applyFlags, args []string) (*applying, error) {
	w, err := r.world()
	if err != nil {
		return nil, err
	}
	rules, err := ruleSettings(f.report.rules)
	if err != nil {
		return nil, err
	}
	dirs, err := directories(w.workingDir, args, false)
	if err != nil {
		return nil, err
	}
	options, err := r.viewOptions(f.report.verbose, f.check.allowUnverified, w.workingDir)
	if err != nil {
		return nil, err
	}
	outputs, err := r.openListOutputs(f.report.formats, w.workingDir)
	if err != nil {
		return nil, err
	}
	stacks := r.chosenStacks(f.check.stacks)
	plan := r.plan(dirs[0], planning{world: w, level: atKeys, rules: rules, stacks: stacks.names, readValues: f.check.readValues})
	return &applying{invocation: r, flags: f, workingDir: w.workingDir, plan: plan, outputs: outputs, options: options,
		extra: r.unknownStacks(stacks, []*resolve.Plan{plan})}, nil
}

// atKeys is the level of what writes: keys, whatever the environment and the configuration say.
var atKeys = resolve.LevelChoice{Level: providers.SecretAndKeyExists, Source: resolve.LevelFromDefault}

// An applying is one run of apply.
type applying struct {
	*invocation
	flags      applyFlags
	workingDir string
	plan       *resolve.Plan
	outputs    []output
	options    view.Options
	extra      []*resolve.Report // of problems beside the plan
	result     resolve.Applied
	shown      bool // the plan stands on standard output
	failed     bool // a store refused
}

func (a *applying) apply() error {
	report, interrupted := a.check()
	if resolve.HasErrors(report.Diagnostics) || interrupted {
		return a.end(report)
	}
	given, err := a.given(a.flags.given, a.workingDir, report.Checks)
	if err != nil {
		return err
	}
	if err := a.judge(given, report.Checks); err != nil {
		return err
	}
	if report.Summary.Missing == 0 {
		report.Applied = &a.result
		return a.end(report)
	}
	if err := a.show(report); err != nil {
		return err
	}
	todo, err := a.prepare(given)
	if err != nil {
		return err
	}
	if !a.flags.autoApprove && !a.canAsk() {
		return errNoApproval
	}
	if todo.lacking() && !a.canAsk() && !a.flags.partial {
		return a.refuse(report, todo)
	}
	if approved, err := a.approve(todo); err != nil || !approved {
		return cmp.Or(err, a.writeResult(report, nothingNew))
	}
	if err := a.register(todo); err != nil {
		return a.atPrompt(err)
	}
	return a.checkAgain()
}

// check makes the report. interrupted says that the user did not wait for all of it, so that nothing is to be written.
func (a *applying) check() (report *resolve.Report, interrupted bool) {
	ctx, stop := a.checking(a.flags.check.timeout)
	defer stop()
	defer a.showWaiting()()
	reports := append(slices.Clone(a.extra), a.plan.Check(ctx))
	return resolve.Merge(a.Build.version(), reports...), errors.Is(ctx.Err(), context.Canceled)
}

// end writes a report as the result.
func (a *applying) end(report *resolve.Report) error {
	if err := a.write(a.outputs, report, a.options); err != nil {
		return err
	}
	a.code = exitCode(report, a.flags.check.allowUnverified)
	return nil
}

// show writes the plan for people, before they are asked: to standard output where the result goes there as text, else to
// standard error where a person sees that.
func (a *applying) show(report *resolve.Report) error {
	text, err := view.Find("text")
	if err != nil {
		return err
	}
	plan := *report
	plan.Checks = slices.Clone(report.Checks)
	for i := range plan.Checks {
		plan.Checks[i].Remedy = "" // apply is the remedy
	}
	switch {
	case a.textOnStdout():
		a.shown = true
		return text.Write(a.Stdout, &plan, a.options)
	case a.canAsk():
		return text.Write(a.Stderr, &plan, view.Options{Width: a.StderrTerminal.Width})
	}
	return nil
}

func (a *applying) textOnStdout() bool {
	return slices.ContainsFunc(a.outputs, func(o output) bool { return o.file == "" && o.format.Name == "text" })
}

// refuse ends a run for which values are lacking: nothing is written.
func (a *applying) refuse(report *resolve.Report, todo *todo) error {
	a.tellLine("Nothing was written, because there is no value for:")
	for _, name := range todo.lackingNames() {
		a.tellLine("  - %s", name)
	}
	a.tellLine("Give them with --set, --values or --from-env, or write what there is with --partial.")
	a.code = exitMissing
	return a.writeResult(report, nothingNew)
}

var errNoApproval = usageError("nothing was written: approval is asked for on a terminal, and standard input or standard " +
	"error is none; approve with --auto-approve")

// approve asks whether to go on.
func (a *applying) approve(todo *todo) (bool, error) {
	if a.flags.autoApprove {
		return true, nil
	}
	a.tell("\nDo you want to register " + todo.subject() + "?\n" +
		"  Each value is asked for unseen and written to the place shown before it.\n")
	approved, err := a.confirm("  Only 'yes' will be accepted: ")
	if err != nil {
		return false, a.atPrompt(err)
	}
	if !approved {
		a.code = exitError
		a.tell("\nApply cancelled. Nothing was written.\n")
	}
	return approved, nil
}

// checkAgain checks what was written, and reports what came of it.
func (a *applying) checkAgain() error {
	report, _ := a.check()
	report.Applied = &a.result
	err := a.writeResult(report, func(o output) error {
		if a.shown {
			_, _ = io.WriteString(o.to, "\n")
		}
		return view.WriteApplied(o.to, report, a.options)
	})
	a.code = exitCode(report, a.flags.check.allowUnverified)
	if a.failed {
		a.code = exitError
	}
	return err
}

// writeResult writes a report to the outputs; those for people on standard output have seen one, and get what is new.
func (a *applying) writeResult(report *resolve.Report, news func(output) error) error {
	var all error
	for _, o := range a.outputs {
		if o.file == "" && o.format.Name == "text" {
			all = errors.Join(all, news(o))
			continue
		}
		all = errors.Join(all, a.write([]output{o}, report, a.options))
	}
	return all
}

func nothingNew(output) error { return nil }

// writing returns the context for one write. It outlasts an interrupt: a write that is under way comes to its end, so that
// it is known what was saved. interrupted says whether there was one.
func (r *invocation) writing(timeout time.Duration) (ctx context.Context, stop func() (interrupted bool)) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	interrupts := make(chan struct{}, 1)
	over := r.underWay(func() {
		r.tell("\nInterrupted: waiting for the write under way to end. Interrupt again to stop at once.\n")
		interrupts <- struct{}{}
	})
	return ctx, func() bool {
		over()
		cancel()
		return len(interrupts) > 0
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
