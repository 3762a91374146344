package cli

import (
	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers/builtin"
)

func (r *invocation) providersCommand() *cobra.Command {
	var formats []string
	cmd := &cobra.Command{
		Use:   "providers [DIR]",
		Short: "List the providers of the configuration, and the types there are",
		Long: "Providers lists the providers that the configuration of DIR (default \".\") has, with the store each\n" +
			"stands for and who uses it, and the types of providers: those that zsv knows, and those of the\n" +
			"programs zsv-provider-TYPE that are installed. It asks no store and runs no program.",
		Args: maximumArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			plan, err := r.overview(args)
			if err != nil {
				return err
			}
			return r.writeOverview(formats, plan, view.Providers{Providers: plan.Providers(), Types: builtin.Registry().Types(),
				ExternalTypes: plan.ExternalTypes(), Problems: problemsOf(plan)})
		},
	}
	r.addListFlags(cmd, &formats)
	return cmd
}
