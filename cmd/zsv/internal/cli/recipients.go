package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// addRecipientFlags adds the flags that say who may read an encrypted store to a command that writes.
func (r *invocation) addRecipientFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&r.recipients.accepted, "accept-recipient", nil,
		"let the recipient `KEY`, who is new to an encrypted store, read it; repeatable")
	cmd.Flags().StringArrayVar(&r.recipients.dropped, "drop-recipient", nil,
		"shut the recipient `KEY`, whom the configuration does not name, out of an encrypted store; repeatable")
}

// recipients are whom the user lets into encrypted stores, and shuts out of them, by flags.
type recipients struct{ accepted, dropped []string }

// acceptsRecipient says whether the user allows a new recipient to read an encrypted store: by a flag, or when asked.
func (r *invocation) acceptsRecipient(recipient, situation string) bool {
	if slices.Contains(r.recipients.dropped, recipient) {
		return false
	}
	return slices.Contains(r.recipients.accepted, recipient) || r.agrees(recipient, situation,
		"Do you know whose key that is, and may they read all secrets of the store?")
}

// dropsRecipient says whether the user shuts out one who can read an encrypted store: by a flag, or when asked.
func (r *invocation) dropsRecipient(recipient, situation string) bool {
	if slices.Contains(r.recipients.accepted, recipient) {
		return false
	}
	return slices.Contains(r.recipients.dropped, recipient) || r.agrees(recipient, situation,
		"Shall what is written from now on be closed to them?")
}

// agrees asks about a recipient, where there is someone to ask.
func (r *invocation) agrees(recipient, situation, question string) bool {
	if !r.canAsk() {
		return false
	}
	defer r.atPrompt()()
	r.tell("\n" + situation + "\n\n    " + view.Plain(recipient) + "\n\n" + question + "\n")
	agreed, err := r.confirm("  Only 'yes' will be accepted: ")
	return err == nil && agreed
}
