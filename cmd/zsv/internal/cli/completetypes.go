package cli

import "github.com/spf13/cobra"

// completeExternalTypes offers the types of external providers for which a program is installed.
func (r *invocation) completeExternalTypes(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var all []offer
	for _, kind := range r.externalTypes(cmd) {
		all = append(all, offer{text: kind})
	}
	return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
}

// externalTypes returns the types for which a program is installed. None is run.
func (r *invocation) externalTypes(cmd *cobra.Command) []string {
	if plan := r.known(cmd, nil); plan != nil {
		return plan.ExternalTypes()
	}
	return nil
}
