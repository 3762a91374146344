package cli

import "github.com/spf13/cobra"

// Commands returns the tree of the commands, for those who describe it: the manual and the completion scripts. No command
// of it can be run.
func Commands() *cobra.Command { return newInvocation(&Process{}).rootCommand() }
