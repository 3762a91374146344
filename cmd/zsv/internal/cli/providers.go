package cli

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers/builtin"
)

// providersArgs takes a directory. Who writes "zsv providers test PROGRAM" is led to the command beside this one.
func (r *invocation) providersArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 && args[0] == "test" {
		dir, err := r.workingDir()
		if _, missing := os.Stat(filepath.Join(dir, "test")); len(args) > 1 || err == nil && missing != nil {
			return usageError("zsv providers lists the providers of a configuration; what judges the program of one is zsv provider test")
		}
	}
	return maximumArgs(1)(cmd, args)
}

func (r *invocation) providersCommand() *cobra.Command {
	var formats []string
	cmd := &cobra.Command{
		Use:   "providers [DIR]",
		Short: "List the providers of the configuration, and the types there are",
		Long: "Providers lists the providers that the configuration of DIR (default \".\") has, with the store each\n" +
			"stands for and who uses it, and the types of providers: those that zsv knows, and those of the\n" +
			"programs zsv-provider-TYPE that are installed. It asks no store and runs no program.\n\n" +
			"Whether such a program keeps to the protocol is what zsv provider test says.",
		SuggestFor: []string{"provider list", "provider ls", "provider show"},
		Args:       r.providersArgs,
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
