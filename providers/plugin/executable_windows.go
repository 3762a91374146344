package plugin

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// executables returns the files that a name may stand for: any of the endings that make a program here.
func executables(path string, around providers.Surroundings) []string {
	var all []string
	for ending := range strings.SplitSeq(cmp.Or(getenv(around, "PATHEXT"), ".COM;.EXE;.BAT;.CMD"), ";") {
		if strings.HasPrefix(ending, ".") {
			all = append(all, path+strings.ToLower(ending))
		}
	}
	return all
}

func isExecutable(fs.FileInfo) bool { return true }

// endingOf returns what of a file's name is not the program's.
func endingOf(name string) string { return filepath.Ext(name) }

func sameName(a, b string) bool { return strings.EqualFold(a, b) }
