package project

import (
	"os"
	"path/filepath"
)

// Around returns the root of a project and those of the work trees that it is a part of: of a submodule the repositories around
// it, of a further work tree the one that it may lie in. In both git keeps a file in place of a directory .git. A repository that
// merely lies in another one is none of it.
func Around(root string) []string {
	all := []string{root}
	for {
		info, err := os.Lstat(filepath.Join(root, ".git"))
		if err != nil || !info.Mode().IsRegular() {
			return all
		}
		top, ok := GitTop(filepath.Dir(WithoutLinks(root)))
		if !ok || top == root {
			return all
		}
		root = top
		all = append(all, root)
	}
}
