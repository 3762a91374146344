package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) identityCommand() *cobra.Command {
	var formats []string
	var create bool
	cmd := &cobra.Command{
		Use:   "identity",
		Short: "Show your public key, by which others let you into an encrypted store",
		Long: "Identity shows the public keys of the identity with which you read encrypted stores, and where it comes\n" +
			"from: ZSV_AGE_KEY, ZSV_AGE_KEY_FILE, age_key_file in your own configuration, or age-key.txt beside that. A\n" +
			"public key is no secret: others add it to recipients in the provider's block. The private key is never shown.",
		Example: "  zsv identity --make",
		Args:    maximumArgs(0),
		RunE:    func(*cobra.Command, []string) error { return r.identity(formats, create) },
	}
	cmd.Flags().BoolVar(&create, "make", false, "make an identity, where you have none")
	r.addListFlags(cmd, &formats)
	return cmd
}

// identity shows the user's identity, in a project or outside of one.
func (r *invocation) identity(formats []string, create bool) error {
	w, err := r.world()
	if err != nil {
		return err
	}
	to, err := r.openListResults(formats, viewFlags{}, w.workingDir)
	if err != nil {
		return err
	}
	surroundings := w.user.Surroundings(w.workingDir, ".", w.log)
	surroundings.Tell = func(text string) { r.tellLine("%s", text) }
	identity, err := resolve.UserIdentity(builtin.Registry(), surroundings, create)
	if err != nil {
		return errors.Join(usageError("%w", err), closeAll(to.outputs))
	}
	return to.result(view.Identity{PublicKeys: identity.PublicKeys, Source: identity.Source})
}
