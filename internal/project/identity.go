package project

import (
	"os"
	"path/filepath"
	"strings"
)

// Identity returns an absolute path that stands for the project with a root: all work trees of a git repository have the
// same one, that of what git keeps for them together.
func Identity(root string) string {
	git := filepath.Join(root, ".git")
	text, err := os.ReadFile(git) // a file in a further work tree and in a submodule
	own, isLink := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	switch {
	case err == nil && isLink:
		own = Absolute(root, filepath.FromSlash(own))
	case isDirectory(git):
		return WithoutLinks(git)
	default:
		return WithoutLinks(root)
	}
	common, err := os.ReadFile(filepath.Join(own, "commondir")) //nolint:gosec // git makes .git, and takes none from others
	if err == nil {
		own = Absolute(own, filepath.FromSlash(strings.TrimSpace(string(common))))
	}
	return WithoutLinks(own)
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
