package plugin

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// notFound says where was looked, why there is nothing to run, and what may have been meant.
func (s *search) notFound(err error) error {
	var missing *program.NotFoundError
	errors.As(err, &missing)
	switch missing.Cause {
	case program.NotExecutable:
		return &pluginwire.NotFound{Headline: quoted(missing.Path) + " not executable",
			Detail: quoted(missing.Path) + " cannot be executed: the file is not executable",
			Advice: []string{"make the file a program:", "chmod +x " + quoted(missing.Path)}}
	case program.NotAFile:
		return &pluginwire.NotFound{Headline: quoted(missing.Path) + " no file",
			Detail: quoted(missing.Path) + " cannot be executed: it is no file"}
	}
	n := &pluginwire.NotFound{Headline: programPrefix + s.kind + " not found",
		Detail: fmt.Sprintf("there is no program %s%s, neither in %s nor in PATH", programPrefix, s.kind, s.ownForPeople())}
	if inside := cmp.Or(missing.Path, s.inside()); inside != "" {
		n.Detail += "; " + quoted(inside) + " is in the project and was not run"
		n.Advice = s.copying(inside)
	} else if near := suggest.Closest(s.kind, slices.Concat(s.known, Installed(s.around))); near != "" {
		n.Detail += fmt.Sprintf("; did you mean the type %q?", near)
	} else {
		n.Advice = []string{"install its program there, or write one:", writing}
	}
	return n
}

// writing is the page that says how such programs are written.
const writing = "https://github.com/zsv-dev/zsv/blob/main/docs/providers/writing.md"

func (s *search) ownForPeople() string {
	if own := pluginDir(s.around); own != "" {
		return quoted(own)
	}
	return "a plugin directory (no home directory is known)"
}

// quoted returns a path as a shell takes it, on one line.
func quoted(path string) string { return pluginwire.Plain(shell.Quote(path)) }

// inside returns a program of the type that is not looked for: at the project's top, or beside the configuration.
func (s *search) inside() string {
	for _, directory := range []string{root(s.around), s.around.Dir} {
		var missing *program.NotFoundError
		_, err := program.Search{Path: directory, Project: root(s.around)}.Find(programPrefix + s.kind)
		if errors.As(err, &missing) && missing.Cause == program.InProject {
			return missing.Path
		}
	}
	return ""
}

// copying returns how a program becomes one of the user's own: as a copy, since what a link leads to the next change of the
// project may replace.
func (s *search) copying(path string) []string {
	own := pluginDir(s.around)
	if own == "" || project.Has(root(s.around), own) {
		return nil
	}
	return []string{"copy the program, if you trust it as it is now; a link would follow the project's changes:",
		"mkdir -p " + quoted(own) + " && cp " + quoted(path) + " " + quoted(own+string(filepath.Separator))}
}
