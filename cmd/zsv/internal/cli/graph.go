package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

// graphFlags are the flags of zsv graph. It draws what is missing or not verified, which is no failure of the drawing: its
// exit code is 0 then, so that a build of documentation goes on.
type graphFlags struct {
	formats []string
	rules   []string
	check   checkFlags
}

func (r *invocation) graphCommand() *cobra.Command {
	var flags graphFlags
	cmd := &cobra.Command{
		Use:   "graph [DIR]",
		Short: "Draw stacks, components, secrets and providers, with what is missing marked",
		Long: "Graph draws the configuration of DIR (default \".\") as a Mermaid flowchart or for Graphviz: which stack has\n" +
			"which components, which secrets and keys these need, and which provider answers for them. It asks the\n" +
			"stores as plan does and marks what is missing or not verified. Under --level NONE it asks nobody and marks\n" +
			"nothing. Only an error makes its exit code other than 0: plan is the gate.",
		Example: "  zsv graph\n  zsv graph --level NONE\n  zsv graph --stack prod --format dot | dot -Tsvg > graph.svg\n" +
			"  zsv graph pipelines/training --format mermaid=docs/graph.mmd",
		Args:    maximumArgs(1),
		PreRunE: func(cmd *cobra.Command, _ []string) error { return flags.check.check(cmd.Flags()) },
		RunE:    func(_ *cobra.Command, args []string) error { return r.graph(flags, args) },
	}
	r.addFormatFlag(cmd, &flags.formats, view.GraphFormats()...)
	r.addRuleFlag(cmd, &flags.rules)
	r.addCheckFlags(cmd, &flags.check)
	// Taken, so that a pipeline can give plan and graph the same flags, but not offered: it changes nothing.
	_ = cmd.Flags().MarkHidden("allow-unverified")
	return cmd
}

func (r *invocation) graph(flags graphFlags, args []string) error {
	p, err := r.planning(flags.rules, flags.check.readValues)
	if err != nil {
		return err
	}
	if p.level, err = r.level(flags.check.level); err != nil {
		return err
	}
	dirs, err := directories(p.workingDir, args, false)
	if err != nil {
		return err
	}
	stacks := r.chosenStacks(flags.check.stacks)
	p.stacks = stacks.names
	plan := r.plan(dirs[0], p)
	if unknown := r.unknownStacks(stacks, []*resolve.Plan{plan}); len(unknown) > 0 {
		r.tellUnknown(unknown, plan)
		return nil
	}
	outputs, err := r.openGraphs(flags.formats, plan.Outline(), p.workingDir)
	if err != nil {
		return err
	}
	report := r.checkForGraph(plan, flags.check)
	if err := r.write(outputs, report, view.Options{}); err != nil {
		return err
	}
	if why := view.NothingChecked(report); why != "" && report.LevelSource != resolve.LevelFromFlag {
		r.tellLine("%s", why)
	}
	r.tellLimit(outputs, view.NewGraph(report, plan.Outline()))
	r.tellProblems(report)
	return nil
}

// tellUnknown tells of stacks that there are not, and of the errors that may be why. Nothing is drawn: it would look as if
// there were nothing.
func (r *invocation) tellUnknown(unknown []*resolve.Report, plan *resolve.Plan) {
	if plan.HasErrors() {
		unknown = append(unknown, plan.Static())
	}
	r.tellProblems(resolve.Merge(r.Build.version(), unknown...))
}

// tellLimit warns of a graph that whoever draws it will refuse.
func (r *invocation) tellLimit(outputs []output, g *view.Graph) {
	isMermaid := func(o output) bool { return o.format.Name == view.GraphFormats()[0] }
	if limit := view.MermaidLimit(g); limit != "" && slices.ContainsFunc(outputs, isMermaid) {
		r.tellLine("Warning: %s unless its maxEdges and maxTextSize are raised; draw fewer stacks with --stack, or give Graphviz "+
			"the form of --format dot.", limit)
	}
}

// openGraphs opens the outputs of --format before anyone is asked.
func (r *invocation) openGraphs(formats []string, outline resolve.Outline, workingDir string) ([]output, error) {
	if len(formats) == 0 {
		formats = view.GraphFormats()[:1]
	}
	find := func(name string) (view.Format, error) { return view.FindGraph(name, outline) }
	return r.openOutputsOf(find, formats, workingDir)
}

func (r *invocation) checkForGraph(plan *resolve.Plan, check checkFlags) *resolve.Report {
	ctx, stop := r.checking(check.timeout)
	defer stop()
	defer r.showWaiting()()
	return plan.Check(ctx)
}

// tellProblems tells of the problems of a configuration with an error in it, and sets the exit code.
func (r *invocation) tellProblems(report *resolve.Report) {
	if resolve.HasErrors(report.Diagnostics) {
		r.code = exitError
		r.tellDiagnostics(report.Diagnostics)
	}
}
