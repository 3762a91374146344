package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// completePrograms offers, for the command that run starts, the two dashes that it stands behind, and then the programs that
// are in the path; elsewhere the programs. What follows the program is its own: files, as far as anybody can tell.
func (r *invocation) completePrograms(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch {
	case cmd.Name() == "run" && !r.typedDashes():
		return offersOfDashes(typed), cobra.ShellCompDirectiveNoFileComp
	case len(args) > 0 || typed == "" || strings.ContainsAny(typed, `/\`):
		return nil, cobra.ShellCompDirectiveDefault
	}
	return offers(typed, r.programs(typed)...), cobra.ShellCompDirectiveDefault
}

// typedDashes says whether what is being completed stands behind two dashes. The flags do not tell.
func (r *invocation) typedDashes() bool {
	return slices.Contains(r.Args[:max(len(r.Args)-1, 0)], "--")
}

func offersOfDashes(typed string) []cobra.Completion {
	if typed == "" {
		return []cobra.Completion{cobra.CompletionWithDesc("--", "the command follows")}
	}
	return nil
}

// programs returns the programs in the path whose names begin so, but for relative entries of the path.
func (r *invocation) programs(typed string) []offer {
	var all []offer
	seen := map[string]bool{}
	for _, dir := range filepath.SplitList(r.getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		entries, _ := os.ReadDir(dir)
		for _, entry := range entries {
			name := entry.Name()
			if strings.HasPrefix(name, typed) && !seen[name] && isProgram(entry) {
				seen[name] = true
				all = append(all, offer{text: name})
			}
		}
	}
	return all
}

// isProgram says whether a file of the path can be executed, as far as its mode tells: Windows has none.
func isProgram(entry os.DirEntry) bool {
	info, err := entry.Info()
	return err == nil && !info.IsDir() && (info.Mode()&0o111 != 0 || runtime.GOOS == "windows")
}
