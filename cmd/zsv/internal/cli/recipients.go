package cli

import (
	"regexp"
	"slices"
	"sync"

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

// recipientKey is how a public key of age looks.
var recipientKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`) })

// check says what is wrong with the keys. What is no key is not repeated: it may be a private one.
func (k recipients) check() error {
	for flag, keys := range map[string][]string{"--accept-recipient": k.accepted, "--drop-recipient": k.dropped} {
		for _, key := range keys {
			if !recipientKey().MatchString(key) {
				return usageError("%s takes a public key, age1 and 58 letters and digits, as zsv identity prints it", flag)
			}
		}
	}
	for _, key := range k.accepted {
		if slices.Contains(k.dropped, key) {
			return usageError("%s is both accepted and dropped: say one of them", key)
		}
	}
	return nil
}

// tellUnused says of a run that writes nothing that nobody is let in or shut out by it.
func (k recipients) tellUnused(tellLine func(format string, args ...any)) {
	if len(k.accepted)+len(k.dropped) > 0 {
		tellLine("Warning: nothing is to be written, so nobody was let in or shut out; zsv secret update NAME with the same flags " +
			"does that, for any secret of the store.")
	}
}

// acceptsRecipient asks whether a new recipient may read an encrypted store.
func (r *invocation) acceptsRecipient(recipient, situation string) bool {
	return r.agrees(recipient, situation, "Do you know whose key that is, and may they read all secrets of the store?")
}

// dropsRecipient asks whether one who can read an encrypted store is shut out.
func (r *invocation) dropsRecipient(recipient, situation string) bool {
	return r.agrees(recipient, situation, "Shall what is written from now on be closed to them?")
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
