package cli

import (
	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) stackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "stack", Short: "List stacks, show what they need, and register it",
		Long: "Stack is about the stacks of the configuration: which there are, what one consists of, and the secrets it\n" +
			"needs, in the words of ZenML.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(r.stackListCommand(), r.stackShowCommand(), r.registerSecretsCommand())
	return cmd
}

func (r *invocation) stackListCommand() *cobra.Command {
	var formats []string
	cmd := &cobra.Command{
		Use:   "list [DIR]",
		Short: "List the stacks of a configuration",
		Long: "List names the stacks of the configuration in DIR (default \".\"), each with the provider of its secrets and\n" +
			"the numbers of its components, secrets and references. It asks no store.",
		Example: "  zsv stack list\n  zsv stack list pipelines/training --format json",
		Args:    maximumArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			plan, err := r.overview(args)
			if err != nil {
				return err
			}
			return r.writeOverview(formats, plan, view.Stacks{Stacks: plan.Stacks(), Problems: problemsOf(plan)})
		},
	}
	r.addListFlags(cmd, &formats)
	return cmd
}

func (r *invocation) stackShowCommand() *cobra.Command {
	var formats []string
	cmd := &cobra.Command{
		Use:   "show [STACK]",
		Short: "Show the components of a stack and the secrets it needs",
		Long: "Show lists the components of STACK, the secrets and keys that they refer to, with the place of each in its\n" +
			"store, and the variables of its env. Without STACK it is the one of ZSV_STACK, else default_stack, else the\n" +
			"only one. It asks no store.",
		Example:           "  zsv stack show prod\n  zsv stack show --chdir pipelines/training",
		Args:              maximumArgs(1),
		ValidArgsFunction: r.completeStacks,
		RunE: func(_ *cobra.Command, args []string) error {
			plan, err := r.overview(nil)
			if err != nil {
				return err
			}
			stack, err := r.chooseStack(plan, args)
			if err != nil {
				return err
			}
			return r.writeOverview(formats, plan, view.Stack{StackOverview: stack, Problems: problemsOf(plan)})
		},
	}
	r.addListFlags(cmd, &formats)
	return cmd
}

// chooseStack returns the stack named, else that of ZSV_STACK, else the default one, else the only one.
func (r *invocation) chooseStack(plan *resolve.Plan, args []string) (resolve.StackOverview, error) {
	stacks := plan.Stacks()
	var names []string
	name := r.getenv(stackVariable)
	if len(args) > 0 {
		name = args[0]
	}
	for _, stack := range stacks {
		names = append(names, stack.Name)
		if stack.Name == name || name == "" && (stack.Default || len(stacks) == 1) {
			return stack, nil
		}
	}
	switch {
	case len(names) == 0:
		return resolve.StackOverview{}, usageError("the configuration has no stack")
	case name == "":
		return resolve.StackOverview{}, usageError("which stack? Name one of %s, or set default_stack in the zsv block",
			suggest.OneOf(names))
	}
	return resolve.StackOverview{}, noStack(name, names)
}

// overview loads and plans one configuration without asking anyone.
func (r *invocation) overview(args []string) (*resolve.Plan, error) {
	w, err := r.world()
	if err != nil {
		return nil, err
	}
	dir := "."
	if len(args) > 0 {
		dir = relative(w.workingDir, args[0])
	}
	return r.plan(dir, planning{world: w, static: true}), nil
}

func (r *invocation) addListFlags(cmd *cobra.Command, formats *[]string) {
	r.addFormatFlag(cmd, formats, "text", "json")
}
