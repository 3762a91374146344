package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
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
		Use:   "apply [DIR|PLAN]",
		Short: "Register the secrets and keys that are missing",
		Long: "Apply makes the plan of the configuration in DIR (default \".\"), asks for approval, then for the value\n" +
			"of each missing key, and writes it to its store, secret by secret. What is present is never\n" +
			"overwritten; what could not be verified is never written. Values can be given without being asked\n" +
			"for: --set, --values, --from-env, and generate = { … } in the key's block.\n\n" +
			"With a PLAN that zsv plan --out saved, apply checks again and writes only what is missing in that plan\n" +
			"and missing still, without asking for approval. It refuses a plan whose files, arguments or references\n" +
			"have changed since.\n\n" +
			"Exit codes: 0 all is there; 1 an error, or not approved; 2 something is still missing; 3 something\n" +
			"could not be verified; 130 interrupted at a prompt, and what was saved before stays.",
		Example: "  zsv apply\n" +
			"  printf %s \"$PASSWORD\" | zsv apply --auto-approve --set mlflow.password=@-\n" +
			"  zsv apply --auto-approve --values secrets.yaml\n" +
			"  zsv plan --out plan.zsvplan; zsv apply plan.zsvplan",
		Args:    maximumArgs(1),
		PreRunE: func(cmd *cobra.Command, _ []string) error { return f.check.check(cmd.Flags()) },
		RunE:    func(_ *cobra.Command, args []string) error { return r.apply(f, args) },
	}
	flags := cmd.Flags()
	r.addFormatFlag(cmd, &f.report.formats, "text", "json")
	r.addRuleFlags(cmd, &f.report)
	r.addStoreFlags(cmd, &f.check)
	flags.Lookup("stack").Usage = "register what the stack `NAME` needs, and no other; repeatable (default $ZSV_STACK, else all)"
	r.addGivenFlags(cmd, &f.given)
	r.addRecipientFlags(cmd)
	flags.BoolVar(&f.autoApprove, autoApproveFlag, false, "do not ask for approval")
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

// newApplying plans the configuration that the arguments name, and opens the outputs.
func (r *invocation) newApplying(f applyFlags, args []string) (*applying, error) {
	p, err := r.planning(f.report.rules, f.check.readValues)
	if err != nil {
		return nil, err
	}
	stacks := r.chosenStacks(f.check.stacks)
	var saved *savedPlan
	if len(args) > 0 && isSavedPlan(p.workingDir, args[0]) {
		if saved, err = r.planToApply(p.workingDir, args[0], &f); err != nil {
			return nil, err
		}
		args, stacks = []string{saved.Basis.Directory}, chosenStacks{saved.Stacks, "the saved plan"}
	}
	dirs, err := directories(p.workingDir, args, false)
	if err != nil {
		return nil, err
	}
	p.stacks, p.level = stacks.names, atKeys
	a := &applying{invocation: r, flags: f, manner: ownManner, workingDir: p.workingDir, plan: r.plan(dirs[0], p), saved: saved}
	if err := a.mayApply(); err != nil {
		return nil, err
	}
	a.extra = r.unknownStacks(stacks, []*resolve.Plan{a.plan})
	r.belongings.inputs = append(r.belongings.inputs, f.given.paths(r.sources(p.workingDir))...)
	a.results, err = r.openListResults(f.report.formats, viewFlags{f.report.verbose, f.check.allowUnverified}, p.workingDir)
	return a, err
}

// atKeys is the level of what writes: keys, whatever the environment and the configuration say.
var atKeys = resolve.LevelChoice{Level: providers.SecretAndKeyExists, Source: resolve.LevelFromDefault}

// An applying is one run of apply, or of what works like it.
type applying struct {
	*invocation
	results
	flags      applyFlags
	manner     manner
	workingDir string
	plan       *resolve.Plan
	saved      *savedPlan        // that limits what is written; nil where none is given
	extra      []*resolve.Report // of problems beside the plan
	report     *resolve.Report
	given      *given
	result     resolve.Applied
	wrote      []writtenKey // that a store said it wrote
	doubtful   []string     // secrets of which it is not known whether they were written
	shown      bool         // the plan stands on standard output
	// shownToPeople says that it stands on standard error; apart, that it does not touch what is told after it.
	shownToPeople, apart bool
}

func (a *applying) apply() error {
	if ready, err := a.begin(); !ready || err != nil {
		return err
	}
	if a.report.Summary.Missing == 0 {
		a.recipients.tellUnused(a.tellLine)
		a.report.Applied = &a.result
		return a.end()
	}
	if err := a.show(); err != nil {
		return err
	}
	if !a.flags.autoApprove && !a.canAsk() {
		a.setApart()
		return usageError("nothing was written: approval is asked for on a terminal, and standard input or standard error is " +
			"none; approve with --auto-approve")
	}
	return a.carryOut("Write what there is with --partial.")
}

// begin checks and reads the values that are given. Where that is the end already, the report is written, and it is not
// ready to go on.
func (a *applying) begin() (ready bool, err error) {
	interrupted := a.check()
	if resolve.HasErrors(a.report.Diagnostics) || interrupted {
		return false, a.end()
	}
	if a.given, err = a.readGiven(a.flags.given, a.workingDir, a.report.Checks); err != nil {
		return false, err
	}
	if err := a.judge(a.given, a.report.Checks, a.manner.offersPresent); err != nil {
		return false, err
	}
	return true, a.judgeStores(a.given)
}

// carryOut writes what is missing. Without a terminal all values must be there, or nothing is written: otherwise says
// what else can be done, and where that is nothing, what zsv cannot write at all does not count.
func (a *applying) carryOut(otherwise string) error {
	todo, err := a.prepare(a.given)
	if err != nil {
		return err
	}
	if lacks := todo.lacks(otherwise != ""); len(lacks) > 0 && !a.canAsk() && !a.flags.partial {
		if !todo.hasValues() {
			otherwise = ""
		}
		return a.refuse(lacks, otherwise)
	}
	if approved, err := a.approve(todo); err != nil || !approved {
		return a.stopped(err)
	}
	if err := a.register(todo); err != nil {
		return a.stopped(err)
	}
	return a.checkAgain()
}

// check makes the report. interrupted says that the user did not wait for all of it, so that nothing is to be written.
func (a *applying) check() (interrupted bool) {
	ctx, stop := a.checking(a.flags.check.timeout)
	defer stop()
	defer a.showWaiting()()
	a.report = resolve.Merge(a.Build.version(), append(slices.Clone(a.extra), a.plan.Check(ctx))...)
	return errors.Is(ctx.Err(), context.Canceled)
}

// end writes the report as the result.
func (a *applying) end() error {
	if err := a.write(a.outputs, a.report, a.options); err != nil {
		return err
	}
	a.code = exitCode(a.report, a.flags.check.allowUnverified)
	return nil
}

// show writes the plan for people, before they are asked: to standard output where the result goes there as text, else to
// standard error where a person sees that. Of what apply mends itself it says nothing.
func (a *applying) show() error {
	text, err := view.Find("text")
	if err != nil {
		return err
	}
	plan := *a.report
	plan.Checks = slices.Clone(a.report.Checks)
	for i := range plan.Checks {
		plan.Checks[i].Remedy, plan.Checks[i].Instead = "", ""
	}
	plan.Diagnostics = slices.DeleteFunc(slices.Clone(a.report.Diagnostics), func(d resolve.Diagnostic) bool {
		return d.Rule == string(config.RuleMissingStore)
	})
	switch {
	case a.textOnStdout():
		a.shown = true
		return text.Write(a.Stdout, &plan, a.options)
	case a.canAsk():
		a.shownToPeople = true
		return text.Write(a.Stderr, &plan, view.Options{Width: a.StderrTerminal.Width})
	}
	return nil
}

func (a *applying) textOnStdout() bool {
	return slices.ContainsFunc(a.outputs, func(o output) bool { return o.file == "" && o.format.Name == "text" })
}

// refuse ends a run for which values are lacking: nothing is written.
func (a *applying) refuse(lacks []lack, otherwise string) error {
	a.setApart()
	a.tellLine("Error: Nothing was written, because %s:", whyNothing(lacks))
	canGive := false
	for _, lack := range lacks {
		a.tellLine("  - %s", lack.name)
		if lack.remedy != "" {
			a.tell("      " + view.Indented(lack.remedy, 6) + "\n")
		}
		canGive = canGive || !lack.closed
	}
	if canGive {
		otherwise = strings.TrimSpace("Give them with --set, --values or --from-env. " + otherwise)
	}
	if otherwise != "" {
		a.tellLine("%s", otherwise)
	}
	a.code = exitMissing
	return a.writeResult(nothingNew)
}

// stopped ends a run that people stopped: that was not approved, where err is nil, or at a prompt. What was saved before
// stays.
func (a *applying) stopped(err error) error {
	switch {
	case err == nil:
		a.tell("\nApply cancelled. Nothing was written.\n")
		a.code = exitError
		return a.writeResult(nothingNew)
	case !errors.Is(err, terminal.ErrInterrupted):
		return err
	}
	if a.result != (resolve.Applied{}) && !a.onlyForPeople() {
		a.check()
		a.report.Applied = &a.result
	}
	a.sayFarewell()
	err = a.writeResult(nothingNew)
	a.code = exitInterrupted
	return err
}

// onlyForPeople says whether there is no output but text on standard output.
func (a *applying) onlyForPeople() bool { return a.textOnStdout() && len(a.outputs) == 1 }

// checkAgain checks what was written, and reports what came of it.
func (a *applying) checkAgain() error {
	a.check()
	a.tellLost()
	a.report.Applied = &a.result
	err := a.writeResult(func(o output) error {
		if a.shown {
			_, _ = io.WriteString(o.to, "\n")
		}
		return view.WriteApplied(o.to, a.report, a.options)
	})
	a.code = exitCode(a.report, a.flags.check.allowUnverified)
	return err
}

// writeResult writes the report to the outputs; people who read standard output have seen one, and get what is new.
func (a *applying) writeResult(news func(output) error) error {
	var all error
	for _, o := range a.outputs {
		if o.file == "" && o.format.Name == "text" {
			all = errors.Join(all, news(o))
			continue
		}
		all = errors.Join(all, a.write([]output{o}, a.report, a.options))
	}
	return all
}

func nothingNew(output) error { return nil }
