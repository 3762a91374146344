package cli

import (
	"maps"
	"slices"

	"github.com/spf13/cobra"
)

// completeSecrets offers the names that the configuration knows, and then, where keys is set, the keys. It asks no store.
func (r *invocation) completeSecrets(keys bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		plan, err := r.overview(nil)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		known := plan.KnownSecrets()
		switch {
		case len(args) == 0:
			return slices.Sorted(maps.Keys(known)), cobra.ShellCompDirectiveNoFileComp
		case len(args) == 1 && keys:
			return known[args[0]], cobra.ShellCompDirectiveNoFileComp
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeStackFlag offers the stacks, whatever the arguments are.
func (r *invocation) completeStackFlag(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return r.completeStacks(cmd, nil, typed)
}

// completeProviders offers the providers as --provider takes them.
func (r *invocation) completeProviders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	plan, err := r.overview(nil)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return plan.ProviderNames(), cobra.ShellCompDirectiveNoFileComp
}
