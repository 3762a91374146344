package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// The help of every command fits a terminal, however wide, but for what is there to be copied: its synopsis and examples.
func TestHelpFits(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{80, 100} {
		forEachCommand(Commands(), func(cmd *cobra.Command) {
			cmd.InitDefaultHelpFlag()
			for _, section := range strings.Split(helpOf(cmd, columns), "\n\n") {
				if strings.HasPrefix(section, "Usage:") || strings.HasPrefix(section, "Examples:") || strings.HasPrefix(section, "  ") {
					continue
				}
				for line := range strings.Lines(section) {
					if utf8.RuneCountInString(line) > columns+1 && len(strings.Fields(line)) > 1 {
						t.Errorf("%s --help at %d columns: %s", cmd.CommandPath(), columns, line)
					}
				}
			}
		})
	}
}

func forEachCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		forEachCommand(sub, do)
	}
}
