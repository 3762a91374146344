package cli

import (
	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) secretRenameCommand() *cobra.Command {
	var f secretFlags
	cmd := &cobra.Command{
		Use: "rename NAME NEW_NAME", SuggestFor: []string{"mv", "move"},
		Short: "Give a secret another name",
		Long: "Rename moves a secret with all its keys within its store, and says which places of the configuration\n" +
			"still refer to the old name. A secret that exists is never replaced.",
		Args:              secretArgs(2, 2),
		ValidArgsFunction: r.completeSecrets(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, from, err := r.newSecretRunOn(args[0], cmd, f)
			if err != nil {
				return err
			}
			to, err := s.target(from, args[1])
			if err != nil {
				return err
			}
			return s.rename(from, to)
		},
	}
	r.addSecretFlags(cmd, &f)
	r.addListFlags(cmd, &f.formats)
	r.addRecipientFlags(cmd)
	return cmd
}

// target returns the secret that another one is to become, in the same store.
func (s *secretRun) target(from *resolve.StoredSecret, name string) (*resolve.StoredSecret, error) {
	elsewhere, err := s.plan.Stored(name, s.where())
	if err == nil && elsewhere.Provider != from.Provider {
		return nil, usageError("the configuration keeps %q in %s and %q in %s: a secret is renamed within one store, which "+
			"--provider names", from.Name, storeOf(from), name, storeOf(elsewhere))
	}
	to, err := s.plan.Stored(name, resolve.Where{Provider: from.Provider})
	if err != nil {
		return nil, s.failure(err, nil)
	}
	if to.Location == from.Location {
		return nil, usageError("%q and %q are the same place in %s: %s", from.Name, name, storeOf(from), from.Location)
	}
	return to, nil
}

func (s *secretRun) rename(from, to *resolve.StoredSecret) error {
	ctx, stop := s.changing(from, wasRenamed)
	err := from.Rename(ctx, to)
	interrupted := stop()
	if err != nil {
		return s.notDone(wasRenamed, err, from)
	}
	return s.orInterrupted(interrupted, s.result(view.MovedSecret{Name: from.Name, NewName: to.Name, Provider: to.Provider,
		Location: to.Location, Uses: usesOf(from), Store: storeOf(from)}))
}
