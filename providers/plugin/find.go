package plugin

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/providers"
)

// programPrefix is what the name of a provider's program begins with; the type follows.
const programPrefix = "zsv-provider-"

// A search looks for the program of a type.
type search struct {
	kind   string
	known  []string
	around providers.Surroundings
	find   func() (pluginwire.Program, error)
}

func newSearch(kind string, known []string, around providers.Surroundings) *search {
	s := &search{kind: kind, known: known, around: around}
	s.find = sync.OnceValues(s.look)
	return s
}

// Find returns the program, which is looked for once.
func (s *search) Find() (pluginwire.Program, error) { return s.find() }

func (s *search) look() (pluginwire.Program, error) {
	path, err := searchFor(s.around).Find(programPrefix + s.kind)
	if err != nil {
		return pluginwire.Program{}, s.notFound(err)
	}
	return pluginwire.Program{Path: path, Environ: pluginwire.Environ(s.kind, s.around), Log: s.around.Log}, nil
}

// searchFor returns the search for programs: in the directory of plugins, then in PATH.
func searchFor(around providers.Surroundings) program.Search {
	search := program.SearchOf(around.Environ, root(around))
	search.Own = pluginDir(around)
	return search
}

// pluginDir returns the user's directory of plugins, "" where it is not known.
func pluginDir(around providers.Surroundings) string {
	if around.ConfigDir == "" {
		return ""
	}
	return filepath.Join(around.ConfigDir, "plugins")
}

// root returns the absolute directory of the project.
func root(around providers.Surroundings) string { return cmp.Or(around.ProjectDir, around.Dir) }

// Installed returns the types for which a program is installed, sorted. It looks at names alone and runs nothing.
func Installed(around providers.Surroundings) []string {
	var all []string
	for _, name := range searchFor(around).Names(programPrefix) {
		if kind := strings.TrimPrefix(name, programPrefix); isType(kind) {
			all = append(all, kind)
		}
	}
	return slices.Clip(all)
}
