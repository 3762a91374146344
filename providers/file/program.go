package file

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// programs are the user's own, as PATH has them. Relative entries and those inside the project do not count, because what is
// there may come from anyone.
type programs struct {
	path    string // PATH
	project string
}

func newPrograms(surroundings providers.Surroundings) programs {
	return programs{path: surroundings.Getenv("PATH"), project: surroundings.ProjectDir}
}

// find returns the first program of a name: "" if there is none.
func (p programs) find(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	project := canonical(p.project)
	for _, directory := range p.directories() {
		candidate, err := filepath.EvalSymlinks(filepath.Join(directory, name))
		if err != nil || isBelow(candidate, project) {
			continue
		}
		info, err := os.Stat(candidate)
		if err == nil && info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode()&0o111 != 0) {
			return candidate
		}
	}
	return ""
}

// directories returns the entries of PATH that count.
func (p programs) directories() []string {
	project := canonical(p.project)
	var all []string
	for _, directory := range filepath.SplitList(p.path) {
		if filepath.IsAbs(directory) && !isBelow(canonical(directory), project) {
			all = append(all, directory)
		}
	}
	return all
}

// searched returns PATH with those entries alone, for programs that look for others.
func (p programs) searched() string {
	return strings.Join(p.directories(), string(os.PathListSeparator))
}
