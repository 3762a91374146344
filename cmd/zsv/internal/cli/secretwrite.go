package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

const howToGiveValues = "A VALUE is taken as it is, empty too; @FILE stands for the bytes of a file, @- for standard input,\n" +
	"@@ for a value that begins with @. A value on the command line stays in the shell's history and shows\n" +
	"in the list of processes, so prefer @-, @FILE or -i for real ones."

func (r *invocation) secretCreateCommand() *cobra.Command {
	var f secretFlags
	var keys keyFlags
	cmd := &cobra.Command{
		Use: "create NAME --KEY=VALUE…", Aliases: []string{"register"}, SuggestFor: []string{"new", "add"},
		Short: "Create a secret with its keys",
		Long:  "Create writes a new secret; of one that exists it changes nothing.\n\n" + howToGiveValues,
		Example: "  zsv secret create mlflow -i\n" +
			"  zsv secret create mlflow --username=ml --password=@password.txt\n" +
			"  zsv secret create mlflow --values mlflow.yaml --provider file.local",
		Args:              secretArgs(1, 1),
		ValidArgsFunction: r.completeSecrets(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.writeSecret(cmd, f, keys, args[0], providers.IfMissing)
		},
	}
	r.addWritingFlags(cmd, &f, &keys)
	return cmd
}

func (r *invocation) secretUpdateCommand() *cobra.Command {
	var f secretFlags
	var keys keyFlags
	cmd := &cobra.Command{
		Use: "update NAME --KEY=VALUE…", SuggestFor: []string{"set", "edit", "put"},
		Short: "Set and remove keys of a secret",
		Long: "Update sets keys of a secret that exists, and removes those of --remove-key; its other keys stay as\n" +
			"they are. A key to remove that is not there is exit code 2 where there is nothing else to change,\n" +
			"and a warning where there is.\n\n" + howToGiveValues,
		Example: "  zsv secret update mlflow -i\n" +
			"  head -c 24 /dev/urandom | base64 | tr -d '\\n' | zsv secret update mlflow --password=@-\n" +
			"  zsv secret update mlflow --remove-key old_password",
		Args:              secretArgs(1, 1),
		ValidArgsFunction: r.completeSecrets(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.writeSecret(cmd, f, keys, args[0], providers.IfPresent)
		},
	}
	cmd.Flags().StringArrayVarP(&keys.remove, "remove-key", "r", nil, "remove the key `KEY`; repeatable")
	r.addWritingFlags(cmd, &f, &keys)
	return cmd
}

func (r *invocation) addWritingFlags(cmd *cobra.Command, f *secretFlags, keys *keyFlags) {
	r.addKeyFlags(cmd, keys)
	r.addSecretFlags(cmd, f)
	r.addListFlags(cmd, &f.formats)
	r.addRecipientFlags(cmd)
}

// writeSecret creates or updates a secret.
func (r *invocation) writeSecret(cmd *cobra.Command, f secretFlags, keys keyFlags, name string,
	condition providers.Condition) error {
	s, err := r.newSecretRun(cmd, f)
	if err != nil {
		return err
	}
	if err := s.checkKeyFlags(keys); err != nil { // before it is asked where the secret is
		return err
	}
	stored, err := s.secret(name)
	if err != nil {
		return err
	}
	given, err := s.givenKeys(keys)
	if err != nil {
		return err
	}
	change := providers.Change{Set: given, Remove: keys.remove, Condition: condition}
	if keys.interactive {
		if err := s.interview(stored, change); err != nil {
			return err
		}
	}
	return s.change(stored, change)
}

// checkKeyFlags says what is wrong with the flags before anything is read.
func (s *secretRun) checkKeyFlags(f keyFlags) error {
	for _, key := range f.remove {
		if err := checkKey(key); err != nil {
			return err
		}
	}
	switch {
	case f.interactive && !s.canAsk():
		return usageError("-i asks on a terminal, and standard input or standard error is none: give the keys as --KEY=@FILE, " +
			"--KEY=@- (standard input) or --values FILE")
	case len(s.recipients.accepted)+len(s.recipients.dropped) > 0: // a write without keys encrypts the store for them
	case !f.interactive && len(f.set)+len(f.maps)+len(f.remove) == 0:
		return usageError("no key is given: write --KEY=VALUE, --KEY=@FILE, --KEY=@- (standard input) or --values FILE, or use -i")
	}
	return nil
}

// interview asks for further keys of a change, unless what is there or not there already says that they could not be
// written. What cannot be said is found out by writing.
func (s *secretRun) interview(stored *resolve.StoredSecret, change providers.Change) error {
	ctx, stop := s.asking()
	held, err := stored.Keys(ctx)
	stop()
	switch {
	case err == nil && change.Condition == providers.IfMissing:
		return s.failure(&resolve.SecretError{Err: resolve.ErrSecretExists, Secret: stored.Name}, stored)
	case errors.Is(err, resolve.ErrNoSecret) && change.Condition == providers.IfPresent && stored.ListsKeys():
		return s.failure(err, stored)
	}
	if err := stored.Vet(change); err != nil {
		return s.notDone(wasWritten, err, stored, slices.Sorted(maps.Keys(change.Set))...)
	}
	if err == nil {
		s.tellLine("The secret %q has %s.", stored.Name, keysOf(held.Keys))
	}
	defer s.showTyping()
	return s.orNothing(s.askKeys(stored, change))
}

// orNothing tells who gave up at a prompt what came of it.
func (s *secretRun) orNothing(err error) error {
	if errors.Is(err, terminal.ErrInterrupted) {
		s.tellLine("Interrupted. Nothing was written.")
	}
	return err
}

// change makes a change and says what was done. Who interrupts it meanwhile learns that too.
func (s *secretRun) change(stored *resolve.StoredSecret, change providers.Change) error {
	keys := append(slices.Sorted(maps.Keys(change.Set)), change.Remove...)
	if err := stored.Vet(change); err != nil {
		return s.notDone(wasWritten, err, stored, keys...)
	}
	ctx, stop := s.changing(stored, wasWritten)
	result, err := stored.Write(ctx, change)
	interrupted := stop()
	for _, warning := range result.Warnings {
		s.tellLine("Warning: %s", sentence(warning))
	}
	if err != nil {
		return s.notDone(wasWritten, err, stored, keys...)
	}
	if err := s.notRemoved(stored, change, &result); err != nil {
		return err
	}
	return s.orInterrupted(interrupted, s.result(view.NewWrittenSecret(stored.Name, stored.Provider, stored.Location,
		storeOf(stored), result)))
}

// changing is writing for one change to a secret: who does not wait for its end learns that it is not known.
func (s *secretRun) changing(stored *resolve.StoredSecret, done deed) (ctx context.Context, stop func() (interrupted bool)) {
	s.farewell(fmt.Sprintf("Interrupted. It is not known whether the secret %q was %s; %s tells.", stored.Name, done,
		s.command("get", stored.Name)))
	ctx, ended := s.writing(s.flags.timeout)
	return ctx, func() bool {
		s.farewell("")
		return ended()
	}
}

// orInterrupted ends a run as an interrupted one whose change was made all the same.
func (s *secretRun) orInterrupted(interrupted bool, err error) error {
	if err == nil && interrupted {
		return terminal.ErrInterrupted
	}
	return err
}
