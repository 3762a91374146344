package resolve

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
)

// Refused says that what the user has configured counts for nothing where it is used for the configuration in dir, which is
// relative to workingDir: it lies in the same project. Whoever may propose a change to that could have any program run and have
// credentials sent anywhere.
func (u User) Refused(workingDir, dir string) config.Diagnostics {
	root := project.Root(project.Absolute(workingDir, dir))
	switch {
	case u.hasFileIn(workingDir, root):
		return u.refusal(u.file, root, u.beginning())
	case u.hasDirIn(root):
		return u.refusal(u.dir, root, nil)
	}
	return nil
}

func (u User) refusal(path, root string, at *hcl.Range) config.Diagnostics {
	variable, kind := "XDG_CONFIG_HOME", "directory"
	if path == u.file && u.getenv("ZSV_CONFIG") != "" {
		variable, kind = "ZSV_CONFIG", "file"
	}
	return config.Diagnostics{{Severity: config.Error, Rule: config.RuleConfiguration, Range: at,
		Summary: "The user's configuration is in the project",
		Detail: fmt.Sprintf("Nothing in %q counts, because it lies in the project %q: whoever changes the project, with a pull "+
			"request for instance, could have zsv run any program and send your credentials anywhere. Have %s name a %s outside the "+
			"project; in CI, let the job's definition write it, or take it from a branch that is protected.", path, root, variable, kind)}}
}

// beginning returns the place where the user's configuration begins, in the file's name as its other diagnostics have it.
func (u User) beginning() *hcl.Range {
	for name := range u.config.Sources {
		return &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	}
	return nil
}

// hasFileIn says whether the user's configuration, where there is one, belongs to the project with a root.
func (u User) hasFileIn(workingDir, root string) bool {
	return len(u.config.Sources) > 0 && project.Has(root, project.Absolute(workingDir, u.file)) &&
		!u.isHomeIn(root, filepath.Dir(u.file))
}

// hasDirIn says whether the directory of the user's own files, where there is one, belongs to the project with a root.
func (u User) hasDirIn(root string) bool {
	_, err := os.Stat(u.dir)
	return u.dir != "" && err == nil && project.Has(root, u.dir) && !u.isHomeIn(root, u.dir)
}

// isHomeIn says whether dir is where the user's files are by themselves, and the home directory itself lies in the project with
// a root, as that of someone who keeps it in git. What is there is the user's all the same, as all else at home.
func (u User) isHomeIn(root, dir string) bool {
	home := u.surroundings().Home()
	return home != "" && dir == filepath.Join(home, ".config", "zsv") && project.Has(root, home)
}

// forProject returns the user as far as the project with a root cannot have made them.
func (u User) forProject(workingDir, root string) User {
	if u.hasFileIn(workingDir, root) {
		u.config, u.file = config.User{}, ""
	}
	if u.hasDirIn(root) {
		u.dir = ""
	}
	return u
}
