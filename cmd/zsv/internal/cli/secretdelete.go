package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) secretDeleteCommand() *cobra.Command {
	var f secretFlags
	var yes bool
	cmd := &cobra.Command{
		Use: "delete NAME", SuggestFor: []string{"rm", "remove", "del"},
		Short: "Delete a secret with all its keys",
		Long: "Delete asks for approval on a terminal, deletes the secret with all its keys, and says how it can be\n" +
			"brought back, where the store allows that, and which places of the configuration refer to it.",
		Args:              secretArgs(1, 1),
		ValidArgsFunction: r.completeSecrets(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, stored, err := r.newSecretRunOn(args[0], cmd, f)
			if err != nil {
				return err
			}
			if approved, err := s.approveDeletion(stored, yes); err != nil || !approved {
				return err
			}
			return s.delete(stored, !yes)
		},
	}
	cmd.Flags().BoolVarP(&yes, yesFlag, "y", false, "do not ask for approval")
	r.addSecretFlags(cmd, &f)
	r.addListFlags(cmd, &f.formats)
	r.addRecipientFlags(cmd)
	return cmd
}

// approveDeletion asks whether to delete a secret, after showing what would go and what refers to it. What is not there is
// not asked about.
func (s *secretRun) approveDeletion(stored *resolve.StoredSecret, yes bool) (bool, error) {
	switch {
	case yes:
		return true, nil
	case !s.canAsk():
		return false, usageError("nothing was deleted: approval is asked for on a terminal, and standard input or standard error " +
			"is none; approve with --yes")
	}
	ctx, stop := s.asking()
	list, err := stored.Keys(ctx)
	stop()
	if errors.Is(err, resolve.ErrNoSecret) {
		return false, s.failure(err, stored)
	}
	s.tellLine("Do you want to delete the secret %q from %s%s?", stored.Name, storeOf(stored), with(list.Keys))
	if uses := stored.Uses(); len(uses) > 0 {
		s.tell("The configuration refers to it:\n" + view.UseLines(uses))
	}
	approved, err := s.confirm("Only 'yes' will be accepted: ")
	if err != nil || !approved {
		s.tellLine("Nothing was deleted.")
		s.code = exitError
	}
	return approved, err
}

// with names the keys that go with a secret; none where they are not known.
func with(keys []string) string {
	switch len(keys) {
	case 0:
		return ""
	case 1:
		return ", with its key " + keys[0]
	}
	return fmt.Sprintf(", with its %d keys %s", len(keys), strings.Join(keys, ", "))
}

func (s *secretRun) delete(stored *resolve.StoredSecret, usesShown bool) error {
	ctx, stop := s.changing(stored, wasDeleted)
	restore, err := stored.Delete(ctx)
	interrupted := stop()
	if err != nil {
		return s.notDone(wasDeleted, err, stored)
	}
	return s.orInterrupted(interrupted, s.result(view.MovedSecret{Name: stored.Name, Provider: stored.Provider,
		Location: stored.Location, Restore: restore, Uses: usesOf(stored), Store: storeOf(stored), UsesShown: usesShown}))
}

// usesOf returns the places that refer to a secret, for JSON, where a list is never null.
func usesOf(stored *resolve.StoredSecret) []resolve.CheckUse {
	return append([]resolve.CheckUse{}, stored.Uses()...)
}
