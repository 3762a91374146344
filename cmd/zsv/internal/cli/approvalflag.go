package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// The flags by which commands do without approval. apply has Terraform's name for it, secret delete that of most others.
const (
	autoApproveFlag = "auto-approve"
	yesFlag         = "yes"
)

// approvalMeant returns the flag by which a command does without approval, where an error is about that of another one;
// else "".
func approvalMeant(cmd *cobra.Command, problem string) string {
	others := []string{"unknown flag: --" + autoApproveFlag, "unknown flag: --" + yesFlag}
	if !slices.Contains(others, problem) && !strings.HasPrefix(problem, "unknown shorthand flag: 'y' in -y") {
		return ""
	}
	for _, name := range []string{autoApproveFlag, yesFlag} {
		if cmd.Flags().Lookup(name) != nil {
			return name
		}
	}
	return ""
}
