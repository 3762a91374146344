package cli

import "github.com/spf13/cobra"

// completeConfigurations offers directories: a configuration is one.
func completeConfigurations(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeStacks offers the stacks of the configuration that the command line names so far.
func (r *invocation) completeStacks(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if cmd.Name() == "show" {
		args = nil
	}
	plan, err := r.overview(args)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, stack := range plan.Stacks() {
		names = append(names, stack.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
