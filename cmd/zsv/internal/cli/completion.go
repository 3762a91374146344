package cli

import "github.com/spf13/cobra"

// completionHelp says for each shell how its script is put to use.
var completionHelp = map[string]string{
	"bash": "It needs the package bash-completion.\n\n" +
		"In this shell: source <(zsv completion bash)\n" +
		"From now on: zsv completion bash > ~/.local/share/bash-completion/completions/zsv",
	"fish": "In this shell: zsv completion fish | source\n" +
		"From now on: zsv completion fish > ~/.config/fish/completions/zsv.fish",
	"powershell": "In this shell: zsv completion powershell | Out-String | Invoke-Expression\n" +
		"From now on: add that line to the file that $PROFILE names",
	"zsh": "It needs completion to be on: autoload -U compinit; compinit\n\n" +
		"In this shell: source <(zsv completion zsh)\n" +
		"From now on: zsv completion zsh > \"${fpath[1]}/_zsv\"",
}

func (r *invocation) completionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion",
		Short: "Print a script that completes commands, flags and names in your shell",
		Long: "Completion prints the script that has a shell ask zsv what can follow on the command line: commands, flags\n" +
			"and their values, and the stacks, secrets, keys, providers and variables of the configuration. zsv reads\n" +
			"the configuration for that, and asks no store. The packages for Debian and Red Hat bring the scripts along.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, shell := range CompletionShells() {
		cmd.AddCommand(r.completionOf(shell))
	}
	return cmd
}

func (r *invocation) completionOf(shell string) *cobra.Command {
	var without bool
	cmd := &cobra.Command{
		Use:   shell,
		Short: "Print the completion script for " + shell,
		Long:  "Prints the script that completes zsv in " + shell + ".\n\n" + completionHelp[shell],
		Args:  maximumArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := WriteCompletionScript(cmd.Root(), shell, !without, r.Stdout); err != nil {
				return cannotWrite(err)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&without, "no-descriptions", false, "offer names alone, without what they are")
	return cmd
}
