package file

import (
	"path/filepath"

	"github.com/zsv-dev/zsv/providers"
)

// shownFrom returns a path of the configuration as it is written in the directory that zsv was started in: one below, with
// --recursive.
func shownFrom(surroundings providers.Surroundings, path string) string {
	if filepath.IsAbs(path) || surroundings.WorkingDir == "" {
		return path
	}
	shown, err := filepath.Rel(surroundings.WorkingDir, filepath.Join(surroundings.Dir, path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(shown)
}
