package program

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// endings are those of programs. Batch files are left out: they go through cmd.exe, which takes arguments apart again, and
// what an argument says may come from anyone.
var endings = []string{".exe", ".com"}

// executables returns the files that a name may stand for.
func executables(path string) []string {
	if slices.Contains(endings, strings.ToLower(filepath.Ext(path))) {
		return []string{path}
	}
	var all []string
	for _, ending := range endings {
		all = append(all, path+ending)
	}
	return all
}

func isExecutable(info fs.FileInfo) bool {
	return slices.Contains(endings, strings.ToLower(filepath.Ext(info.Name())))
}

// programName returns the name by which a file is started.
func programName(file string) string {
	if ending := filepath.Ext(file); slices.Contains(endings, strings.ToLower(ending)) {
		return strings.TrimSuffix(file, ending)
	}
	return file
}

// SameName says whether two names are those of one variable.
func SameName(a, b string) bool { return strings.EqualFold(a, b) }
