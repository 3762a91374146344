package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// CompletionShells are the shells that there are completion scripts for.
func CompletionShells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

// WriteCompletionScript writes the script that makes a shell ask zsv for completions.
func WriteCompletionScript(root *cobra.Command, shell string, descriptions bool, w io.Writer) error {
	var script bytes.Buffer
	var err error
	switch shell {
	case "bash":
		err = root.GenBashCompletionV2(&script, descriptions)
	case "fish":
		err = root.GenFishCompletion(&script, descriptions)
	case "powershell":
		err = powerShellScript(root, descriptions)(&script)
	case "zsh":
		err = zshScript(root, descriptions)(&script)
	default:
		return fmt.Errorf("there is no completion for %q", shell)
	}
	if err == nil {
		_, err = io.WriteString(w, onlyFlagsHavePrefixes(script.String()))
	}
	return err
}

// onlyFlagsHavePrefixes corrects the scripts of zsh and fish, which take what precedes "=" for a flag wherever a "-" is in
// it: zsv plan --rule unused-secret=off has one that is none.
func onlyFlagsHavePrefixes(script string) string {
	return strings.ReplaceAll(script, "'-.*='", "'^-.*='")
}

func powerShellScript(root *cobra.Command, descriptions bool) func(io.Writer) error {
	if descriptions {
		return root.GenPowerShellCompletionWithDesc
	}
	return root.GenPowerShellCompletion
}

func zshScript(root *cobra.Command, descriptions bool) func(io.Writer) error {
	if descriptions {
		return root.GenZshCompletion
	}
	return root.GenZshCompletionNoDesc
}
