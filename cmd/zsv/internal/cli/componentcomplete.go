package cli

import (
	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/resolve"
)

// completeComponent offers the types of components that zsv knows; a name is the user's.
func (r *invocation) completeComponent(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return offers(typed, offersOf(resolve.ComponentTypes(), "")...), cobra.ShellCompDirectiveNoFileComp
}

// completeFlavors offers the flavors of the type that is there already.
func (r *invocation) completeFlavors(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return offers(typed, offersOf(resolve.Flavors(knownType(args[0])), "")...), cobra.ShellCompDirectiveNoFileComp
}

// completeAttributes offers the attributes of the type and the flavor that are there already, as --set takes them.
func (r *invocation) completeAttributes(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	flavor, err := cmd.Flags().GetString("flavor")
	if len(args) == 0 || err != nil {
		return nil, directive
	}
	return offers(typed, offersOf(resolve.FlavorAttributes(knownType(args[0]), flavor), "=")...), directive
}

func offersOf(words []string, suffix string) []offer {
	all := make([]offer, len(words))
	for i, word := range words {
		all[i].text = word + suffix
	}
	return all
}
