package project

import (
	"os"
	"path/filepath"
	"strings"
)

// Around returns the root of a project and those of the work trees that it is a part of: of a submodule the repositories around
// it, of a further work tree the one that it may lie in. In both git keeps a file in place of a directory .git, but for a
// submodule that was there before it became one. A repository that merely lies in another one is none of it. The root of a file
// system that is no work tree is that of no project: all would lie in it.
func Around(root string) []string {
	if root == filepath.Dir(root) && !isRepository(root) {
		return nil
	}
	all := []string{root}
	for {
		top, ok := GitTop(filepath.Dir(WithoutLinks(root)))
		if !ok || top == root || !isPartOf(top, root) {
			return all
		}
		root = top
		all = append(all, root)
	}
}

func isRepository(root string) bool {
	_, err := os.Lstat(filepath.Join(root, ".git"))
	return err == nil
}

// isPartOf says whether a work tree with a root is one of the repository around it, or a submodule there.
func isPartOf(top, root string) bool {
	info, err := os.Lstat(filepath.Join(root, ".git"))
	if err != nil {
		return false
	}
	below, err := filepath.Rel(top, WithoutLinks(root))
	return info.Mode().IsRegular() || err == nil && hasSubmodule(top, filepath.ToSlash(below))
}

// hasSubmodule says whether a repository has a submodule at a path: by the file .gitmodules, where each has its path, or by its
// own settings, where those that are active have a name, which is the path unless the user chose another. The former comes from
// the repository, and with it from whoever proposes a change; the latter do not.
func hasSubmodule(top, path string) bool {
	return hasLine(filepath.Join(top, ".gitmodules"), func(line string) bool {
		name, value, _ := strings.Cut(line, "=")
		return strings.EqualFold(strings.TrimSpace(name), "path") && unquoted(strings.TrimSpace(value)) == path
	}) || hasLine(filepath.Join(top, ".git", "config"), func(line string) bool {
		name, isSubmodule := strings.CutPrefix(line, "[submodule ")
		return isSubmodule && unquoted(strings.TrimSuffix(name, "]")) == path
	})
}

// hasLine says whether a file of git's settings has a line; one that cannot be read has none.
func hasLine(file string, isIt func(line string) bool) bool {
	text, _ := os.ReadFile(file)
	for line := range strings.Lines(string(text)) {
		if isIt(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}

// unquoted returns a text of git's settings without the quotation marks around it, and without the signs before those in it.
func unquoted(text string) string {
	inner, isQuoted := strings.CutPrefix(text, `"`)
	if !isQuoted {
		return text
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(strings.TrimSuffix(inner, `"`))
}
