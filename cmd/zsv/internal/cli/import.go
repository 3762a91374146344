package cli

import (
	"time"

	"github.com/spf13/cobra"
)

func (r *invocation) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Write a configuration out of what other tools have",
		Long: "Import turns what another tool knows of its stacks into a configuration of zsv.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(r.importZenMLCommand())
	return cmd
}

// importFlags say what becomes of an imported stack.
type importFlags struct {
	out      string
	force    bool
	name     string
	provider string
	strict   bool
	timeout  time.Duration
	rules    []string
	formats  []string
}

func (r *invocation) importZenMLCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "zenml FILE|STACK",
		Short: "Write a stack of ZenML in HCL",
		Long: "Zenml writes a stack of ZenML with its components into a new file of the configuration in the current\n" +
			"directory (--chdir), STACK.zsv.hcl, in the layout of zsv fmt. FILE is what zenml stack export writes, in YAML\n" +
			"or JSON, and - standard input; anything else is the name of a stack on the server of ZENML_STORE_URL.\n" +
			"References {{SECRET.KEY}} stay as they are written. A secret in plain text is not written down: a reference\n" +
			"stands in its place. What has no place in HCL is listed, with line and column.\n\n" +
			"Components that the configuration has already are not written again. Where it has no provider, the file has\n" +
			"one of the type zenml, whose server is that of ZENML_STORE_URL.\n\n" +
			"Exit codes: 0 the file is written, and what could not be carried over is listed; 1 nothing is written: it is\n" +
			"no stack, the usage is wrong, or with --strict something could not be carried over; 3 the server did not give\n" +
			"the stack; 130 interrupted.",
		Example: "  zenml stack export prod prod.yaml && zsv import zenml prod.yaml\n" +
			"  zsv import zenml prod --provider vault.main --out pipelines/training",
		Args:              exactlyOneArg,
		ValidArgsFunction: onlyOne(r.completeFilesOf("yaml", "yml", "json")),
		RunE:              func(_ *cobra.Command, args []string) error { return r.importZenML(f, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.out, "out", "", "write the stack into `FILE`, a *.zsv.hcl file, or into that directory; - is standard output")
	flags.BoolVar(&f.force, "force", false, "replace the file if it is there")
	flags.StringVar(&f.name, "name", "", "call the stack `STACK` (default as ZenML does)")
	flags.StringVar(&f.provider, "provider", "", "the store of the secrets, `TYPE.NAME`; written if the configuration has none such")
	flags.BoolVar(&f.strict, "strict", false, "write nothing if something cannot be carried over")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "stop waiting for the server after this `TIME`")
	r.addRuleFlag(cmd, &f.rules)
	r.addFormatFlag(cmd, &f.formats, "text", "json")
	_ = cmd.RegisterFlagCompletionFunc("provider", r.completeProviders)
	return cmd
}

// exactlyOneArg demands one argument.
func exactlyOneArg(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError("an argument is missing: usage: %s", cmd.UseLine())
	}
	return maximumArgs(1)(cmd, args)
}
