package cli

import (
	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

func (r *invocation) secretListCommand() *cobra.Command {
	var f secretFlags
	cmd := &cobra.Command{
		Use: "list", SuggestFor: []string{"ls"},
		Short: "List the names of the secrets in a store",
		Long: "List names the secrets of a store, one a line. It reads no values. Stores that cannot list, such as the\n" +
			"environment, are asked for the secrets that the configuration refers to or declares.",
		Args: secretArgs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := r.newSecretRun(cmd, f)
			if err != nil {
				return err
			}
			return s.list()
		},
	}
	r.addSecretFlags(cmd, &f)
	r.addListFlags(cmd, &f.formats)
	return cmd
}

func (s *secretRun) list() error {
	ctx, stop := s.asking()
	defer stop()
	names, provider, err := s.plan.StoredNames(ctx, s.where())
	if err != nil {
		return s.listFailure(err, provider)
	}
	if len(names) == 0 && s.StdoutTerminal.Is {
		s.tellLine("There is no secret in %s.", view.ProviderName(provider))
	}
	return s.result(view.NewSecretNames(provider, names))
}
