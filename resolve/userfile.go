package resolve

import (
	"fmt"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
)

// Refused says that the user's configuration counts for nothing where it is used for the one in dir, which is relative to
// workingDir: it lies in the same project. Whoever may propose a change to that could have any program run and have
// credentials sent anywhere.
func (u User) Refused(workingDir, dir string) config.Diagnostics {
	root := project.Root(project.Absolute(workingDir, dir))
	if !u.isOf(workingDir, root) {
		return nil
	}
	detail := fmt.Sprintf("Nothing in %q counts, because the file lies in the project %q: whoever changes the project, with a "+
		"pull request for instance, could have zsv run any program and send your credentials anywhere.", u.file, root)
	if u.getenv("ZSV_CONFIG") != "" {
		detail += " Have ZSV_CONFIG name a file outside the project"
	} else {
		detail += " Have XDG_CONFIG_HOME name a directory outside the project"
	}
	detail += "; in CI, let the job's definition write it, or take it from a branch that is protected."
	return config.Diagnostics{{Severity: config.Error, Rule: config.RuleConfiguration,
		Summary: "The user's configuration is in the project", Detail: detail, Range: u.beginning()}}
}

// beginning returns the place where the user's configuration begins, in the file's name as its other diagnostics have it.
func (u User) beginning() *hcl.Range {
	for name := range u.config.Sources {
		return &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	}
	return nil
}

// isOf says whether the user's configuration belongs to the project with a root. Where the home directory itself lies in the
// project, as that of someone who keeps it in git, what is there by itself is the user's all the same: so is all else there.
func (u User) isOf(workingDir, root string) bool {
	if u.file == "" || len(u.config.Sources) == 0 || !project.Has(root, project.Absolute(workingDir, u.file)) {
		return false
	}
	home := u.surroundings().Home()
	byItself := home != "" && u.file == filepath.Join(home, ".config", "zsv", "config.hcl")
	return !byItself || !project.Has(root, home)
}

// forProject returns the user as far as the project with a root cannot have made them.
func (u User) forProject(workingDir, root string) User {
	if u.isOf(workingDir, root) {
		u.config, u.file = config.User{}, ""
	}
	return u
}
