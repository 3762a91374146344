package plugin

import (
	"cmp"
	"os"
	"path/filepath"

	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
)

// programPrefix is what the name of a provider's program begins with; the type follows.
const programPrefix = "zsv-provider-"

// A search looks for the program of a type.
type search struct {
	kind   string
	known  []string
	around providers.Surroundings
}

// program returns the program. The error is a *notFound.
func (s *search) program() (Program, error) {
	var refused error
	for _, directory := range s.directories() {
		for _, path := range executables(filepath.Join(directory, programPrefix+s.kind), s.around) {
			switch err := judge(path); {
			case err == nil:
				return Program{Path: path, Environ: environ(s.kind, s.around), Log: s.around.Log}, nil
			case refused == nil && !os.IsNotExist(err):
				refused = s.notExecutable(path, err)
			}
		}
	}
	if refused != nil {
		return Program{}, refused
	}
	return Program{}, s.missing()
}

func (s *search) isInstalled() bool {
	_, err := s.program()
	return err == nil
}

func (s *search) describe() string {
	program, err := s.program()
	if err != nil {
		return "external, " + programPrefix + s.kind + " not found"
	}
	return "external, " + plain(program.Path)
}

// directories returns the directories in which programs are looked for: that of plugins, and the absolute ones of PATH, as far
// as they are outside the project.
func (s *search) directories() []string {
	return outside(s.everywhere(), s.around)
}

// everywhere returns the same, with those inside the project.
func (s *search) everywhere() []string {
	all := pathOf(s.around)
	if own := pluginDir(s.around); own != "" {
		all = append([]string{own}, all...)
	}
	return all
}

// pluginDir returns the user's directory of plugins, "" where it is not known.
func pluginDir(around providers.Surroundings) string {
	if around.ConfigDir == "" {
		return ""
	}
	return filepath.Join(around.ConfigDir, "plugins")
}

// pathOf returns the absolute directories of PATH.
func pathOf(around providers.Surroundings) []string {
	var all []string
	for _, directory := range filepath.SplitList(getenv(around, "PATH")) {
		if filepath.IsAbs(directory) {
			all = append(all, directory)
		}
	}
	return all
}

// root returns the absolute directory of the project.
func root(around providers.Surroundings) string { return cmp.Or(around.ProjectDir, around.Dir) }

// outside returns the directories that are not in the project, wherever their links lead.
func outside(directories []string, around providers.Surroundings) []string {
	var all []string
	for _, directory := range directories {
		if !isBelow(directory, root(around)) {
			all = append(all, directory)
		}
	}
	return all
}

// isBelow says whether a directory is root, or below it, after following links. What they are called makes no difference: a
// file system may ignore the case of letters.
func isBelow(directory, root string) bool {
	rootInfo, err := os.Stat(root)
	if root == "" || err != nil {
		return false
	}
	for real := project.WithoutLinks(directory); ; real = filepath.Dir(real) {
		if info, err := os.Stat(real); err == nil && os.SameFile(info, rootInfo) {
			return true
		}
		if real == filepath.Dir(real) {
			return false
		}
	}
}
