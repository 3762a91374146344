package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/internal/suggest"
)

const longHelp = `zsv is "terraform plan" for secrets: it finds the secret references {{SECRET.KEY}} in
the configuration (*.zsv.hcl), asks the secret stores whether each secret and key exists,
and reports what is missing, with file, line and column, before the pipeline runs. It
does not read secret values wherever the store allows that.

` + reportExitCodes

// reportExitCodes is what the exit codes of a report mean, for the help of those that make one.
const reportExitCodes = `Exit codes: 0 all is there; 1 the configuration or the usage is wrong; 2 something is
missing; 3 something could not be verified.`

// rootCommand puts the commands together.
func (r *invocation) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use: "zsv", Short: "terraform plan for secrets", Long: longHelp,
		SilenceErrors: true, SilenceUsage: true, Version: r.Build.shown().String(),
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true}, // for one in our own words
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			r.command = cmd
			return r.checkGlobalFlags()
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("zsv {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { r.help(cmd) })
	flags := root.PersistentFlags()
	flags.StringVar(&r.global.chdir, "chdir", "", "act as if zsv had been started in `DIR`")
	flags.StringArrayVar(&r.global.vars, "var", nil, "set a variable, `NAME=VALUE`; repeatable")
	flags.StringArrayVar(&r.global.varFiles, "var-file", nil, "set variables from `FILE`; repeatable")
	flags.StringVar(&r.global.color, "color", "auto", "colour the output `WHEN`: auto, always or never")
	flags.StringVar(&r.global.logLevel, "log-level", "warn", "log to stderr from `LEVEL` on: off, error, warn, info, debug or trace")
	addGroup(root, "Before a pipeline runs:", r.validateCommand(), r.planCommand(), r.showCommand(), r.applyCommand(),
		r.runCommand(), r.scanCommand())
	addGroup(root, "The configuration:", r.initCommand(), r.componentCommand(), r.importCommand(), r.fmtCommand(), r.graphCommand(),
		r.stackCommand(), r.providersCommand())
	addGroup(root, "Secrets by hand:", r.secretCommand(), r.identityCommand())
	addGroup(root, aboutItself, r.providerCommand(), r.completionCommand(), r.versionCommand())
	root.SetHelpCommandGroupID(aboutItself)
	addHelp(root)
	if isCompletion(r.Args) { // who does anything else need not wait for it
		r.complete(root)
	}
	return root
}

// aboutItself heads the commands that are about zsv, not about secrets.
const aboutItself = "zsv itself:"

// addGroup adds commands that the help lists together.
func addGroup(root *cobra.Command, title string, commands ...*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: title, Title: title})
	for _, command := range commands {
		command.GroupID = title
	}
	root.AddCommand(commands...)
}

// checkGlobalFlags says what is wrong with the flags that every command takes, whether it uses them or not.
func (r *invocation) checkGlobalFlags() error {
	_, err := r.log()
	if err == nil {
		_, err = r.color()
	}
	return err
}

// addHelp adds help in our own words, and makes an error of help on a command that does not exist; cobra would print the
// help of the root.
func addHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, err := root.Find([]string{"help"})
	if err != nil {
		panic("no command help")
	}
	help.Short, help.Long = "Say how a command is used", "Help says how a command is used, as its --help does."
	help.Args = func(_ *cobra.Command, args []string) error {
		if topic, rest, _ := root.Find(args); len(rest) > 0 {
			return unknownCommand(topic, rest[0])
		}
		return nil
	}
}

// flagError proposes the flag that was meant. Where the command is none, its flags are not the problem.
func flagError(cmd *cobra.Command, err error) error {
	text := err.Error()
	if words := cmd.Flags().Args(); cmd.HasSubCommands() && len(words) > 0 {
		return unknownCommand(cmd, words[0])
	}
	name, unknown := strings.CutPrefix(text, "unknown flag: --")
	if !unknown {
		if meant := cmp.Or(approvalMeant(cmd, text), longMeant(cmd, text)); meant != "" {
			return usageError("%s: write --%s; see %s --help", text, meant, cmd.CommandPath())
		}
		return usageError("%s; see %s --help", text, cmd.CommandPath())
	}
	meant := ""
	if approval := approvalMeant(cmd, text); approval != "" {
		meant = " Write --" + approval + "."
	} else if closest := suggest.Closest(name, flagNames(cmd)); closest != "" {
		meant = " Did you mean --" + closest + "?"
	}
	return usageError("there is no flag --%s for %s.%s See %s --help", name, cmd.CommandPath(), meant, cmd.CommandPath())
}

// longMeant returns the flag that was written with one dash, as those of Terraform are; else "".
func longMeant(cmd *cobra.Command, problem string) string {
	_, written, _ := strings.Cut(problem, " in -")
	name, _, _ := strings.Cut(written, "=")
	if cmd.Flags().Lookup(name) == nil {
		return ""
	}
	return name
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, command := range cmd.Commands() {
		if command.IsAvailableCommand() {
			names = append(names, command.Name())
		}
	}
	meant := suggest.DidYouMean(name, names)
	if command := besides(cmd, name); command != nil {
		meant = fmt.Sprintf(" Did you mean %s?", command.CommandPath())
	}
	if command := calledElsewhere(cmd, name); command != nil {
		meant = fmt.Sprintf(" Did you mean %s?", command.CommandPath())
	}
	return usageError("there is no command %q.%s See %s --help", name, meant, cmd.CommandPath())
}

// besides returns the command beside another one that does what a name below that one would mean: "zsv provider list" is
// "zsv providers". nil where there is none.
func besides(cmd *cobra.Command, name string) *cobra.Command {
	if !cmd.HasParent() {
		return nil
	}
	for _, command := range cmd.Parent().Commands() {
		if slices.Contains(command.SuggestFor, cmd.Name()+" "+name) {
			return command
		}
	}
	return nil
}

// calledElsewhere returns the command that other programs call by a name, nil where there is none. At the top that may be
// one of those on secrets, by its own name too.
func calledElsewhere(cmd *cobra.Command, name string) *cobra.Command {
	for _, command := range cmd.Commands() {
		if slices.Contains(command.SuggestFor, name) {
			return command
		}
	}
	secret, _, err := cmd.Root().Find([]string{"secret"})
	if err != nil || cmd.HasParent() {
		return nil
	}
	for _, command := range secret.Commands() {
		if command.Name() == name || command.HasAlias(name) {
			return command
		}
	}
	return calledElsewhere(secret, name)
}

// completeFlag offers the values of a flag to the shell.
func (r *invocation) completeFlag(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(fmt.Sprintf("no flag %s to complete", flag))
	}
}
