package child

import (
	"io/fs"
	"path/filepath"
)

// executables returns the files that a name may stand for: one without an ending may have any that makes a program.
func executables(path string) []string {
	if filepath.Ext(path) != "" {
		return []string{path}
	}
	return []string{path + ".com", path + ".exe", path + ".bat", path + ".cmd"}
}

func isExecutable(fs.FileInfo) bool { return true }
