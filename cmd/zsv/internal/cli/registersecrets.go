package cli

import (
	"io"

	"github.com/spf13/cobra"
)

// registerSecretsCommand is the command that users of ZenML know, with its prompts.
func (r *invocation) registerSecretsCommand() *cobra.Command {
	var f applyFlags
	var skipExisting bool
	cmd := &cobra.Command{
		Use:   "register-secrets [STACK]",
		Short: "Ask for the secrets of a stack and register them",
		Long: "Register-secrets asks for the value of each secret that STACK (default: that of ZSV_STACK, else\n" +
			"default_stack, else the only one) refers to, and writes it to its store, secret by secret. Values that are\n" +
			"there are offered for change; --skip-existing leaves them alone, as apply does. Values can be given without\n" +
			"being asked for: --set, --values, --from-env.\n\n" +
			"Exit codes: 0 all is there; 1 an error; 2 something is still missing; 3 something could not be verified;\n" +
			"130 interrupted at a prompt, and what was saved before stays.",
		Example:           "  zsv stack register-secrets\n  zsv stack register-secrets prod --skip-existing",
		Args:              maximumArgs(1),
		ValidArgsFunction: r.completeStacks,
		PreRunE:           func(cmd *cobra.Command, _ []string) error { return f.check.check(cmd.Flags()) },
		RunE:              func(_ *cobra.Command, args []string) error { return r.registerSecrets(f, skipExisting, args) },
	}
	cmd.Flags().BoolVar(&skipExisting, "skip-existing", false, "do not ask for values that are there")
	r.addListFlags(cmd, &f.report.formats)
	r.addStoreFlags(cmd, &f.check)
	_ = cmd.Flags().MarkHidden("stack")
	r.addGivenFlags(cmd, &f.given)
	r.addRecipientFlags(cmd)
	return cmd
}

func (r *invocation) registerSecrets(f applyFlags, skipExisting bool, args []string) error {
	if len(f.check.stacks) > 0 {
		return usageError("the stack is an argument here: write zsv stack register-secrets %s", f.check.stacks[0])
	}
	overview, err := r.overview(nil)
	if err != nil {
		return err
	}
	stack, err := r.chooseStack(overview, args)
	if err != nil {
		return err
	}
	f.check.stacks, f.autoApprove = []string{stack.Name}, true
	a, err := r.newApplying(f, nil)
	if err != nil {
		return err
	}
	a.manner = zenMLManner(skipExisting)
	return a.registerStack()
}

// registerStack is apply without approval: who starts the command is asked for each value, as by ZenML.
func (a *applying) registerStack() error {
	if ready, err := a.begin(); !ready || err != nil {
		return err
	}
	if len(a.report.Checks) == 0 {
		return a.writeResult(func(o output) error {
			_, err := io.WriteString(o.to, "No secrets required for this stack.\n")
			return err
		})
	}
	return a.carryOut("")
}
