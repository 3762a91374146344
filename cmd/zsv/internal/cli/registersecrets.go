package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// registerSecretsCommand is the command that users of ZenML know, with its prompts.
func (r *invocation) registerSecretsCommand() *cobra.Command {
	var f applyFlags
	var skipExisting bool
	cmd := &cobra.Command{
		Use:   "register-secrets [STACK]",
		Short: "Ask for the secrets of STACK (default: default_stack) and register them",
		Long: "Register-secrets asks for the value of each secret that STACK refers to and writes it to its store,\n" +
			"secret by secret. Values that are there are offered for change; --skip-existing leaves them alone, as\n" +
			"apply does. Values can be given without being asked for: --set, --values, --from-env.",
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
	r.addRecipientFlag(cmd)
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
	report, interrupted := a.check()
	if resolve.HasErrors(report.Diagnostics) || interrupted {
		return a.end(report)
	}
	if len(report.Checks) == 0 {
		return a.writeResult(report, func(o output) error {
			_, err := io.WriteString(o.to, "No secrets required for this stack.\n")
			return err
		})
	}
	given, err := a.given(f.given, a.workingDir, report.Checks)
	if err != nil {
		return err
	}
	todo, err := a.prepare(given)
	if err != nil {
		return err
	}
	if todo.lacking() && !a.canAsk() {
		return a.refuse(report, todo)
	}
	if err := a.registerAll(given, skipExisting); err != nil {
		return a.atPrompt(err)
	}
	return a.checkAgain()
}

// registerAll asks for the keys of all secrets, in the report's order, and writes secret by secret.
func (a *applying) registerAll(g *given, skipExisting bool) error {
	defer a.showTyping()
	for _, registration := range a.plan.Registrations() {
		p := &pending{Registration: registration, values: map[string]providers.Value{}}
		if err := a.vet(p); err != nil {
			return err
		}
		if p.closed != "" || len(p.Keys) == 0 {
			a.tellClosed(p)
			continue
		}
		if err := a.askForAll(p, g, skipExisting); err != nil {
			return err
		}
		if len(p.values) == 0 {
			continue
		}
		if err := a.save(p, true); err != nil {
			return err
		}
	}
	return nil
}

// askForAll takes the values of a secret's keys: those given, else those that people type.
func (a *applying) askForAll(p *pending, g *given, skipExisting bool) error {
	for i := range p.Keys {
		key := &p.Keys[i]
		if value, ok := a.givenValue(g, key.Secret, key.Key); ok && (key.Missing() || !skipExisting) {
			p.values[key.Key] = value
			continue
		}
		if key.Missing() && key.Generate != nil {
			value, err := resolve.Generated(*key.Generate)
			if err != nil {
				return ioError("Cannot generate a value", err)
			}
			p.values[key.Key] = value
			continue
		}
		if !a.canAsk() || !key.Missing() && skipExisting {
			continue
		}
		if err := a.askAsZenML(p, key); err != nil {
			return err
		}
	}
	return nil
}

// askAsZenML asks in ZenML's words: again and again for a value that must be there, once where an empty one keeps what is.
func (a *applying) askAsZenML(p *pending, key *resolve.RegistrationKey) error {
	a.introduce(p, key)
	p.ask = append(p.ask, *key)
	question := "Value for secret `" + view.Plain(key.String()) + "`"
	switch {
	case !key.Missing():
		question += " (Leave empty to use existing value)"
	case key.Optional:
		question += " (optional, leave empty to skip)"
	}
	for {
		value, err := a.askHidden(question + ": ")
		if err != nil {
			return err
		}
		if value.Reveal() == "" {
			if key.Missing() && !key.Optional {
				continue
			}
			return nil
		}
		if err := p.Vet(map[string]providers.Value{key.Key: value}); err == nil {
			p.values[key.Key] = value
			return nil
		} else if _, detail := providers.ReasonOf(err); detail != "" {
			a.tellLine("That cannot be stored: %s.", detail)
		}
	}
}
