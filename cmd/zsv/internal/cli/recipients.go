package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// addRecipientFlag adds --accept-recipient to a command that writes to stores.
func (r *invocation) addRecipientFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&r.recipients, "accept-recipient", nil,
		"let the new recipient `AGE1…`, whom the configuration names, read an encrypted store; repeatable")
}

// acceptsRecipient says whether the user allows a new recipient to read an encrypted store: by the flag, or when asked.
func (r *invocation) acceptsRecipient(recipient string) bool {
	if slices.Contains(r.recipients, recipient) {
		return true
	}
	if !r.canAsk() {
		return false
	}
	r.tell("\nThe configuration names someone who could not read the encrypted store so far:\n\n    " + view.Plain(recipient) +
		"\n\nDo you know whose key that is, and may they read all secrets of the store?\n")
	accepted, err := r.confirm("  Only 'yes' will be accepted: ")
	return err == nil && accepted
}
