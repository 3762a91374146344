package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/internal/suggest"
)

func (r *invocation) componentCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "component", Short: "Add components to the configuration",
		Long: "Component writes components into the configuration, for those who would rather not write HCL.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(r.componentAddCommand())
	return cmd
}

// componentFlags say what a new component is, and where it goes.
type componentFlags struct {
	flavor string
	set    []string
	stacks []string
	file   string
	rules  []string
}

func (r *invocation) componentAddCommand() *cobra.Command {
	var f componentFlags
	cmd := &cobra.Command{
		Use: "add TYPE NAME --ATTRIBUTE=VALUE…", Aliases: []string{"register"}, SuggestFor: []string{"new", "create"},
		Short: "Write a new component, and put it into a stack",
		Long: "Add writes a component into the configuration of the current directory (--chdir): into FILE, else into\n" +
			"components.zsv.hcl, the file with the most components, or main.zsv.hcl, in this order. With --stack it also\n" +
			"goes into the stack's list of components. All other lines stay as they are; what would be an error, or a\n" +
			"secret in plain text, is not written.\n\n" +
			"A VALUE is a string, \"{{SECRET.KEY}}\" a reference to a secret, and what is an object or a list in JSON is\n" +
			"one in HCL, too. @FILE stands for the text of a file, @- for standard input, @@ for a value that begins with @.",
		Example: "  zsv component add experiment_tracker mlflow --flavor mlflow --tracking_uri=https://mlflow.example.com \\\n" +
			"      --tracking_password='{{mlflow.password}}' --stack prod\n" +
			"  zsv component add orchestrator k8s --flavor kubernetes --settings='{\"memory\": \"8Gi\"}'",
		Args:              componentArgs,
		Annotations:       map[string]string{takesKeys: "yes"},
		ValidArgsFunction: r.completeComponent,
		RunE:              func(_ *cobra.Command, args []string) error { return r.addComponent(f, args[0], args[1]) },
	}
	cmd.SetFlagErrorFunc(attributeFlagError)
	flags := cmd.Flags()
	flags.StringVar(&f.flavor, "flavor", "", "the component's flavor, `FLAVOR`")
	flags.StringArrayVar(&f.set, setFlag, nil, "set an attribute, `NAME=VALUE`: for those that are called like a flag; repeatable")
	flags.StringArrayVar(&f.stacks, "stack", nil, "put the component into the stack `NAME`; repeatable")
	flags.StringVar(&f.file, "file", "", "write the component into `FILE`, a *.zsv.hcl file of the directory, or a new one")
	r.addRuleFlag(cmd, &f.rules)
	_ = cmd.RegisterFlagCompletionFunc("flavor", r.completeFlavors)
	_ = cmd.RegisterFlagCompletionFunc(setFlag, r.completeAttributes)
	_ = cmd.RegisterFlagCompletionFunc("stack", r.completeStacks)
	return cmd
}

// componentArgs demands a type and a name.
func componentArgs(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) < 2:
		return usageError("an argument is missing: usage: %s", cmd.UseLine())
	case len(args) > 2 && strings.Contains(args[2], "="):
		return usageError("too many arguments: an attribute is written with two dashes, --NAME=VALUE, and a value with blanks " +
			"in quotes")
	case len(args) > 2:
		return usageError("too many arguments: usage: %s", cmd.UseLine())
	}
	return nil
}

// attributeFlagError says what to write instead of a flag that is none. What follows a flag may be a value, so nothing but
// the flag's name is shown.
func attributeFlagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
	)
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		name, meant := unknown.GetSpecifiedName(), ""
		if closest := suggest.Closest(name, flagNames(cmd)); closest != "" {
			meant = fmt.Sprintf(" Did you mean --%s?", closest)
		}
		return usageError("--%s has no value. An attribute is written --%s=VALUE, with the equals sign.%s", name, name, meant)
	case errors.As(err, &lacking):
		return usageError("--%s needs a value; see %s --help", lacking.GetFlag().Name, cmd.CommandPath())
	}
	return usageError("a flag is written --NAME=VALUE; see %s --help", cmd.CommandPath())
}
