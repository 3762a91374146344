package plugin

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// missing says that there is no program, where it was looked for, and what may have been meant.
func (s *search) missing() error {
	name := programPrefix + s.kind
	detail := fmt.Sprintf("there is no program %s, neither in %s nor in PATH", name, s.pluginDirForPeople())
	if inside := s.inside(); inside != "" {
		detail += fmt.Sprintf("; %s is in the project and was not run; if you trust it, link it into the plugin directory: %s",
			plain(shell.Quote(inside)), plain(s.link(inside)))
	} else if near := suggest.Closest(s.kind, slices.Concat(s.known, Installed(s.around))); near != "" {
		detail += fmt.Sprintf("; did you mean the type %q?", near)
	}
	return &providers.Error{Reason: providers.Plugin, Detail: detail}
}

func (s *search) pluginDirForPeople() string {
	if own := pluginDir(s.around); own != "" {
		return plain(shell.Quote(own))
	}
	return "a plugin directory, as no home directory is known,"
}

// inside returns the program that was passed over because it is in the project: where PATH names it, or at its top.
func (s *search) inside() string {
	for _, directory := range append(s.everywhere(), s.around.ProjectDir, s.around.Dir) {
		for _, path := range executables(filepath.Join(directory, programPrefix+s.kind), s.around) {
			if filepath.IsAbs(path) && judge(path) == nil {
				return path
			}
		}
	}
	return ""
}

// link returns the command that makes a program one of the user's own.
func (s *search) link(path string) string {
	own := pluginDir(s.around)
	return fmt.Sprintf("mkdir -p %s && ln -s %s %s", shell.Quote(own), shell.Quote(path), shell.Quote(own+"/"))
}

// notExecutable says why a file of the right name is not run.
func (s *search) notExecutable(path string, err error) error {
	quoted := plain(shell.Quote(path))
	detail := fmt.Sprintf("%s cannot be executed: %s", quoted, err)
	if strings.Contains(err.Error(), "not executable") {
		detail += "; run: chmod +x " + quoted
	}
	return &providers.Error{Reason: providers.Plugin, Detail: detail}
}
