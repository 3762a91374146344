package plugin

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// A notFound says that there is no program to run.
type notFound struct {
	detail string
	// advice is what to do about it: see providers.Answer.
	advice []string
}

// Error returns the detail.
func (n *notFound) Error() string { return n.detail }

// Unwrap returns the same as providers give errors.
func (n *notFound) Unwrap() error {
	detail := n.detail
	if len(n.advice) > 0 {
		detail += "; " + strings.Join(n.advice, " ")
	}
	return &providers.Error{Reason: providers.Plugin, Detail: detail}
}

// missing says where was looked, and what may have been meant.
func (s *search) missing() error {
	n := &notFound{detail: fmt.Sprintf("there is no program %s%s, neither in %s nor in PATH", programPrefix, s.kind,
		s.ownForPeople())}
	if inside := s.inside(); inside != "" {
		n.detail += "; " + quoted(inside) + " is in the project and was not run"
		n.advice = s.link(inside)
	} else if near := suggest.Closest(s.kind, slices.Concat(s.known, Installed(s.around))); near != "" {
		n.detail += fmt.Sprintf("; did you mean the type %q?", near)
	}
	return n
}

func (s *search) ownForPeople() string {
	if own := pluginDir(s.around); own != "" {
		return quoted(own)
	}
	return "a plugin directory (no home directory is known)"
}

// quoted returns a path as a shell takes it, on one line.
func quoted(path string) string { return plain(shell.Quote(path)) }

// inside returns the program that was passed over because it is in the project: where PATH names it, at its top or beside the
// configuration.
func (s *search) inside() string {
	for _, directory := range append(s.everywhere(), root(s.around), s.around.Dir) {
		for _, path := range executables(filepath.Join(directory, programPrefix+s.kind), s.around) {
			if filepath.IsAbs(path) && judge(path) == nil {
				return path
			}
		}
	}
	return ""
}

// link returns how a program becomes one of the user's own.
func (s *search) link(path string) []string {
	own := pluginDir(s.around)
	if own == "" || isBelow(own, root(s.around)) {
		return nil
	}
	return []string{"link the program into the plugin directory, if you trust it:",
		"mkdir -p " + quoted(own) + " && ln -s " + quoted(path) + " " + quoted(own+string(filepath.Separator))}
}

// notExecutable says why a file of the right name is not run.
func (s *search) notExecutable(path string, err error) error {
	n := &notFound{detail: fmt.Sprintf("%s cannot be executed: %s", quoted(path), err)}
	if errors.Is(err, errNotExecutable) {
		n.advice = []string{"make the file a program:", "chmod +x " + quoted(path)}
	}
	return n
}
