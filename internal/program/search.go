// Package program finds programs of the user's own and runs them: without a shell, in a group that ends as a whole, with an
// environment that is said in full. A project brings no program that it finds, and no directory that it looks into.
package program

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A Search says where programs are looked for. Relative directories and those inside the project do not count, because what is
// there may come from anyone; nor do links that lead into it.
type Search struct {
	// Directories are searched before those of Path, which is a list as the variable PATH has it.
	Directories []string
	Path        string
	// Project is the absolute directory of the project.
	Project string
}

// A NotFoundError says that there is no program of a name to run.
type NotFoundError struct {
	Name string
	// Problem is a clause: "op is not in a directory of PATH".
	Problem string
	// Searched are the directories that were looked into.
	Searched []string
}

// Error returns the problem.
func (e *NotFoundError) Error() string { return e.Problem }

// Find returns the absolute path of a program. A name with a separator is a path, which must be absolute; it may lie where the
// user wants, but not in the project. The error is a *NotFoundError.
func (s Search) Find(name string) (string, error) {
	if filepath.Base(name) != name || name == "." || name == ".." || strings.ContainsAny(name, `/\`) {
		return s.named(name)
	}
	searched := s.searched()
	problem := ""
	for _, directory := range searched {
		for _, path := range executables(filepath.Join(directory, name)) {
			refusal, found := s.judge(path)
			switch {
			case found && refusal == "":
				return path, nil
			case found && problem == "":
				problem = refusal
			}
		}
	}
	if problem == "" {
		problem = s.nowhere(name, searched)
	}
	return "", &NotFoundError{Name: name, Problem: problem, Searched: searched}
}

// named returns a program that is given by its path.
func (s Search) named(path string) (string, error) {
	if !filepath.IsAbs(path) {
		return "", &NotFoundError{Name: path, Problem: fmt.Sprintf("%q is neither a name nor an absolute path", path)}
	}
	refusal, found := s.judge(path)
	switch {
	case !found:
		return "", &NotFoundError{Name: path, Problem: fmt.Sprintf("there is no file %q", path)}
	case refusal != "":
		return "", &NotFoundError{Name: path, Problem: refusal}
	}
	return path, nil
}

// judge says whether there is a file, and why it is no program to run.
func (s Search) judge(path string) (refusal string, found bool) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", false
	case s.brings(path):
		return fmt.Sprintf("%q lies in the project, whose programs are not run", path), true
	case !info.Mode().IsRegular():
		return fmt.Sprintf("%q is no file", path), true
	case !isExecutable(info):
		return fmt.Sprintf("%q is not executable", path), true
	}
	return "", true
}

// brings says whether the project has a path, or what it leads to.
func (s Search) brings(path string) bool {
	root, err := os.Stat(s.Project)
	if s.Project == "" || err != nil {
		return false
	}
	return isBelow(path, root) || isBelow(project.WithoutLinks(path), root)
}

// isBelow says whether a path is a directory, or below it. What they are called makes no difference: a file system may ignore
// the case of letters.
func isBelow(path string, directory os.FileInfo) bool {
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, directory) {
			return true
		}
		if path == filepath.Dir(path) {
			return false
		}
		path = filepath.Dir(path)
	}
}

// searched returns the directories that count, each once.
func (s Search) searched() []string {
	var all []string
	for _, directory := range slices.Concat(s.Directories, filepath.SplitList(s.Path)) {
		if filepath.IsAbs(directory) && !s.brings(directory) && !slices.Contains(all, directory) {
			all = append(all, directory)
		}
	}
	return all
}

// SafePath returns Path with the directories alone that count, for programs that look for others.
func (s Search) SafePath() string {
	return strings.Join(Search{Path: s.Path, Project: s.Project}.searched(), string(os.PathListSeparator))
}

// shortest is how long a name must be for one like it to be proposed: of two or three letters there is always one.
const shortest = 4

// nowhere says that a name was not found, and which program there is that is nearly called so.
func (s Search) nowhere(name string, searched []string) string {
	if len(searched) == 0 {
		return fmt.Sprintf("there is no program %q: PATH has no absolute directory outside the project", name)
	}
	problem := fmt.Sprintf("there is no program %q in the directories of PATH", name)
	for _, directory := range filepath.SplitList(s.Path) {
		if slices.Contains(searched, directory) {
			continue
		}
		for _, path := range executables(filepath.Join(directory, name)) {
			if info, err := os.Stat(path); filepath.IsAbs(directory) && err == nil && info.Mode().IsRegular() {
				return fmt.Sprintf("%q lies in the project, whose programs are not run", path)
			}
		}
	}
	if near := suggest.Closest(name, s.Names("")); near != "" && len(name) >= shortest {
		problem += fmt.Sprintf(", though there is %q", near)
	}
	return problem
}

// Names returns the names of the programs that begin with a prefix, sorted, without the endings that Windows has.
func (s Search) Names(prefix string) []string {
	var names []string
	for _, directory := range s.searched() {
		entries, _ := os.ReadDir(directory) // which need not be there
		for _, entry := range entries {
			if name, ok := programName(entry); ok && strings.HasPrefix(name, prefix) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
