package project

import (
	"os"
	"path/filepath"
)

// Has says whether a path lies in the project with a root, as it is written or where its links lead: a project may bring a
// link that leads out of it, and a link from elsewhere may lead to what it brings.
func Has(root, path string) bool {
	top, err := os.Stat(root)
	if err != nil {
		return false
	}
	path = filepath.Clean(path)
	real := WithoutLinks(path)
	return isAtOrAbove(top, path) || real != path && isAtOrAbove(top, real)
}

// isAtOrAbove says whether a path is a directory, or below it. What they are called makes no difference: a file system may
// ignore the case of letters.
func isAtOrAbove(top os.FileInfo, path string) bool {
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, top) {
			return true
		}
		if path == filepath.Dir(path) {
			return false
		}
		path = filepath.Dir(path)
	}
}
