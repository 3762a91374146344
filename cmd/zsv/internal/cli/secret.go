package cli

import (
	"cmp"
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) secretCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "secret", Short: "Create, change, read, list and delete secrets",
		Long: "Secret works on the secrets of one store: that of --provider, else the one that the configuration in\n" +
			"the current directory (--chdir) names for the secret: in its block, in the stack (--stack, ZSV_STACK,\n" +
			"default_stack), or as its only provider. No value is shown without --reveal.\n\n" +
			"Exit codes: 0 done, or it is there; 1 the usage is wrong, or nothing says which store is meant; 2 the\n" +
			"secret or the key is missing; 3 the store did not say, or it is not known whether it made the change;\n" +
			"130 interrupted.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(r.secretCreateCommand(), r.secretUpdateCommand(), r.secretGetCommand(), r.secretListCommand(),
		r.secretRenameCommand(), r.secretDeleteCommand(), r.secretExportCommand())
	return cmd
}

// secretFlags are the flags of all commands on secrets.
type secretFlags struct {
	provider string
	stack    string
	timeout  time.Duration
	formats  []string
}

func (r *invocation) addSecretFlags(cmd *cobra.Command, f *secretFlags) {
	flags := cmd.Flags()
	flags.StringVar(&f.provider, "provider", "", "the store, `TYPE.NAME`, where the configuration has several")
	flags.StringVar(&f.stack, "stack", "", "the stack `NAME` whose store is meant (default $ZSV_STACK, else default_stack)")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "stop waiting for the store after this `TIME`")
	_ = cmd.RegisterFlagCompletionFunc("stack", r.completeStacks)
	_ = cmd.RegisterFlagCompletionFunc("provider", r.completeProviders)
}

// check says what is wrong with the flags' values.
func (f *secretFlags) check(flags *pflag.FlagSet) error {
	for _, name := range []string{"provider", "stack"} {
		if flag := flags.Lookup(name); flag.Changed && flag.Value.String() == "" {
			return usageError("--%s is empty: give it a value, or leave it out", name)
		}
	}
	if f.timeout <= 0 {
		return usageError("--timeout takes a duration greater than zero, such as 30s")
	}
	return nil
}

// secretArgs demands between least and most arguments; most is -1 for any number. What stands there may be a value, so it
// is not shown.
func secretArgs(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usageError("an argument is missing: usage: %s", cmd.UseLine())
		case most >= 0 && len(args) > most && cmd.Annotations[takesKeys] != "":
			return usageError("too many arguments: usage: %s.%s", cmd.UseLine(), keyMeant(cmd, args[most]))
		case most >= 0 && len(args) > most:
			return usageError("too many arguments: usage: %s", cmd.UseLine())
		}
		return nil
	}
}

// A secretRun is one run of a command on secrets.
type secretRun struct {
	*invocation
	results
	cmd        *cobra.Command
	flags      secretFlags
	workingDir string
	plan       *resolve.Plan
}

// newSecretRun opens the outputs and plans the configuration. A mistake in it does not matter as long as it does not keep
// the secret's store from being known.
func (r *invocation) newSecretRun(cmd *cobra.Command, f secretFlags) (*secretRun, error) {
	if err := f.check(cmd.Flags()); err != nil {
		return nil, err
	}
	w, err := r.world()
	if err != nil {
		return nil, err
	}
	r.tellUserProblems(w)
	if f.provider == "" { // which says more than the environment does
		f.stack = cmp.Or(f.stack, r.getenv(stackVariable))
	}
	s := &secretRun{invocation: r, cmd: cmd, flags: f, workingDir: w.workingDir, plan: r.plan(".", planning{world: w})}
	if s.results, err = r.openListResults(f.formats, viewFlags{}, w.workingDir); err != nil {
		return nil, err
	}
	if err := s.plan.CheckWhere(s.where()); err != nil {
		return nil, s.failure(err, nil)
	}
	return s, nil
}

// newSecretRunOn does the same for a command on one secret, and returns that secret, be it there or not.
func (r *invocation) newSecretRunOn(name string, cmd *cobra.Command, f secretFlags) (*secretRun, *resolve.StoredSecret, error) {
	s, err := r.newSecretRun(cmd, f)
	if err != nil {
		return nil, nil, err
	}
	stored, err := s.secret(name)
	return s, stored, err
}

func (s *secretRun) where() resolve.Where {
	return resolve.Where{Provider: s.flags.provider, Stack: s.flags.stack}
}

// secret returns the secret at its place, be it there or not.
func (s *secretRun) secret(name string) (*resolve.StoredSecret, error) {
	stored, err := s.plan.Stored(name, s.where())
	if err != nil {
		return nil, s.failure(err, nil)
	}
	return stored, nil
}

// asking returns the context for asking the store something, which an interrupt ends.
func (s *secretRun) asking() (ctx context.Context, stop func()) { return s.checking(s.flags.timeout) }

// storeOf names the store of a secret in a sentence: "vault main (https://vault.example.com:8200, secret/ml)".
func storeOf(s *resolve.StoredSecret) string {
	return view.StoreName(s.Provider, s.Store())
}
