package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// addRecipientFlags adds the flags that say who may read an encrypted store to a command that writes.
func (r *invocation) addRecipientFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&r.recipients.accepted, "accept-recipient", nil,
		"let the new recipient `KEY`, whom the configuration names, read an encrypted store; repeatable")
	cmd.Flags().StringArrayVar(&r.recipients.dropped, "drop-recipient", nil,
		"shut out the recipient `KEY`, whom the configuration does not name any more; repeatable")
}

// recipients are whom the user lets into encrypted stores, and shuts out of them, by flags.
type recipients struct{ accepted, dropped []string }

// acceptsRecipient says whether the user allows a new recipient to read an encrypted store: by the flag, or when asked.
func (r *invocation) acceptsRecipient(recipient string) bool {
	return slices.Contains(r.recipients.accepted, recipient) || r.agrees(recipient,
		"The configuration names someone who could not read the encrypted store so far:",
		"Do you know whose key that is, and may they read all secrets of the store?")
}

// dropsRecipient says whether the user shuts out one who can read an encrypted store: by the flag, or when asked.
func (r *invocation) dropsRecipient(recipient string) bool {
	return slices.Contains(r.recipients.dropped, recipient) || r.agrees(recipient,
		"Someone can read the encrypted store whom the configuration does not name:",
		"Shall what is written from now on be closed to them? Anything but yes leaves them in.")
}

// agrees asks about a recipient, where there is someone to ask.
func (r *invocation) agrees(recipient, what, question string) bool {
	if !r.canAsk() {
		return false
	}
	defer r.atPrompt()()
	r.tell("\n" + what + "\n\n    " + view.Plain(recipient) + "\n\n" + question + "\n")
	agreed, err := r.confirm("  Only 'yes' will be accepted: ")
	return err == nil && agreed
}
