package child

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// executables returns the files that a name may stand for: one without an ending may have any that makes a program.
func executables(path string) []string {
	if filepath.Ext(path) != "" {
		return []string{path}
	}
	return []string{path + ".com", path + ".exe", path + ".bat", path + ".cmd"}
}

func isExecutable(fs.FileInfo) bool { return true }

func sameName(a, b string) bool { return strings.EqualFold(a, b) }
