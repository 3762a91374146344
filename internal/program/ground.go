package program

import (
	"os"
	"path/filepath"

	"github.com/zsv-dev/zsv/internal/project"
)

// A ground is the directory of a project, in which nothing is a program to run.
type ground struct{ root os.FileInfo }

func groundOf(project string) ground {
	if project == "" {
		return ground{}
	}
	root, err := os.Stat(project)
	if err != nil {
		return ground{}
	}
	return ground{root}
}

// has says whether a path lies in the project, as it is written or where its links lead: a project may bring a link that leads
// out of it, and a link from elsewhere may lead to what it brings.
func (g ground) has(path string) bool {
	if g.root == nil {
		return false
	}
	path = filepath.Clean(path)
	real := project.WithoutLinks(path)
	return g.isAbove(path) || real != path && g.isAbove(real)
}

// isAbove says whether a path is the project, or below it. What they are called makes no difference: a file system may ignore
// the case of letters.
func (g ground) isAbove(path string) bool {
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, g.root) {
			return true
		}
		if path == filepath.Dir(path) {
			return false
		}
		path = filepath.Dir(path)
	}
}
