package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
)

var errOutside = errors.New("it is a link that leads out of the project, or nowhere, so it is not read. A link in a pull " +
	"request must not show other files; put the file itself here, or add its path to trusted_paths in your own configuration")

// readConfined reads a file that was found beside the configuration, not named by the user. Anyone who can change the
// repository can make it a link to a file of the user's, parts of which messages would show: links are followed only
// to files in the project and to paths that the user trusts.
func (o *Options) readConfined(name string) ([]byte, Diagnostics) {
	full := project.Absolute(o.WorkingDir, name)
	if info, err := os.Lstat(full); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return readFile(o.WorkingDir, name)
	}
	real, err := filepath.EvalSymlinks(full)
	if err != nil || !o.inProject(real) {
		return nil, Diagnostics{ioProblem("Cannot read the file", name, errOutside)}
	}
	return readFile(o.WorkingDir, name)
}

// readNamed reads a file that the user named.
func (o *Options) readNamed(name string) ([]byte, Diagnostics) { return readFile(o.WorkingDir, name) }

// inProject says whether a path without links is below the project's directory or a path that the user trusts.
func (o *Options) inProject(real string) bool {
	top := o.ProjectDir
	if top == "" {
		top = project.Absolute(o.WorkingDir, o.Dir)
	}
	for _, root := range append([]string{top}, o.TrustedPaths...) {
		below, err := filepath.Rel(project.WithoutLinks(root), real)
		if err == nil && below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}
