// Package program finds programs of the user's own and runs them: without a shell, in a group that ends as a whole, with an
// environment that is said in full. A project brings no program that it finds, and no directory that it looks into.
package program

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A Search says where programs are looked for. Relative directories and those inside the project do not count, because what is
// there may come from anyone; nor do links that lead into it, and out of it.
type Search struct {
	// Own is an absolute directory of the user's alone, which is searched before those of Path; "" is none. What the user links
	// into it counts, wherever the link leads.
	Own string
	// Path is a list of directories, as the variable PATH has it.
	Path string
	// Project is the absolute directory of the project.
	Project string
}

// A Cause says why there is no program of a name to run.
type Cause int

// The causes.
const (
	NoFile        Cause = iota // there is none
	InProject                  // it lies in the project
	NotExecutable              // it is a file that is none to execute
	NotAFile                   // it is a directory, say
	NoName                     // it is neither a name nor an absolute path
)

// A NotFoundError says that there is no program of a name to run.
type NotFoundError struct {
	Name string
	// Problem is a clause: "there is no program "op" in the directories of PATH".
	Problem string
	Cause   Cause
	// Path is the file that is not run; "" where there is none.
	Path string
}

// Error returns the problem.
func (e *NotFoundError) Error() string { return e.Problem }

// Find returns the absolute path of a program. A name with a separator is a path, which must be absolute; it may lie where the
// user wants, but not in the project. The error is a *NotFoundError.
func (s Search) Find(name string) (string, error) {
	if filepath.Base(name) != name || name == "." || name == ".." || strings.ContainsAny(name, `/\`) {
		return s.named(name)
	}
	directories := s.searched()
	var refused *NotFoundError
	for _, directory := range directories {
		for _, path := range executables(filepath.Join(directory, name)) {
			problem := s.judge(path)
			switch {
			case problem == nil:
				return path, nil
			case problem.Cause != NoFile && refused == nil:
				refused = problem
			}
		}
	}
	if refused == nil {
		refused = s.nowhere(name, directories)
	}
	refused.Name = name
	return "", refused
}

// named returns a program that is given by its path.
func (s Search) named(path string) (string, error) {
	if !filepath.IsAbs(path) {
		return "", &NotFoundError{Name: path, Cause: NoName, Problem: fmt.Sprintf("%q is neither a name nor an absolute path", path)}
	}
	if problem := s.judge(path); problem != nil {
		problem.Name = path
		return "", problem
	}
	return path, nil
}

// judge says why a file is no program to run; nil where it is one.
func (s Search) judge(path string) *NotFoundError {
	info, err := os.Stat(path)
	refuse := func(cause Cause, format string) *NotFoundError {
		return &NotFoundError{Cause: cause, Path: path, Problem: fmt.Sprintf(format, path)}
	}
	switch {
	case err != nil:
		return &NotFoundError{Problem: fmt.Sprintf("there is no file %q", path)}
	case !s.isOwn(path) && s.isProjects(path):
		return inProject(path)
	case !info.Mode().IsRegular():
		return refuse(NotAFile, "%q is no file")
	case !isExecutable(info):
		return refuse(NotExecutable, "%q is not executable")
	}
	return nil
}

func inProject(path string) *NotFoundError {
	return &NotFoundError{Cause: InProject, Path: path,
		Problem: fmt.Sprintf("%q lies in the project, whose programs are not run", path)}
}

// isProjects says whether the project brings a path, or one that it is a part of does: whoever changes a repository changes what
// its submodules are.
func (s Search) isProjects(path string) bool {
	if s.Project == "" {
		return false
	}
	return slices.ContainsFunc(project.Around(s.Project), func(root string) bool { return project.Has(root, path) })
}

// isOwn says whether a path is right in the user's own directory.
func (s Search) isOwn(path string) bool {
	return s.Own != "" && filepath.Dir(path) == filepath.Clean(s.Own)
}

// directories returns all that are absolute, each once, with those that do not count.
func (s Search) directories() []string {
	var all []string
	for _, directory := range append([]string{s.Own}, filepath.SplitList(s.Path)...) {
		if filepath.IsAbs(directory) && !slices.Contains(all, directory) {
			all = append(all, directory)
		}
	}
	return all
}

// searched returns the directories that count, each once.
func (s Search) searched() []string {
	return slices.DeleteFunc(s.directories(), s.isProjects)
}

// safePath returns Path with the directories alone that count, for programs that look for others.
func (s Search) safePath() string {
	return strings.Join(Search{Path: s.Path, Project: s.Project}.searched(), string(os.PathListSeparator))
}

// shortest is how long a name must be for one like it to be proposed: of two or three letters there is always one.
const shortest = 4

// nowhere says that a name was not found, and which program there is that is nearly called so.
func (s Search) nowhere(name string, searched []string) *NotFoundError {
	for _, directory := range s.directories() {
		if slices.Contains(searched, directory) {
			continue
		}
		for _, path := range executables(filepath.Join(directory, name)) {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return inProject(path)
			}
		}
	}
	if len(searched) == 0 {
		return &NotFoundError{
			Problem: fmt.Sprintf("there is no program %q: PATH has no absolute directory outside the project", name)}
	}
	problem := fmt.Sprintf("there is no program %q in the directories of PATH", name)
	if len(name) >= shortest {
		if near := suggest.Closest(name, s.Names("")); near != "" {
			problem += fmt.Sprintf(", though there is %q", near)
		}
	}
	return &NotFoundError{Problem: problem}
}

// Names returns the names of the programs that begin with a prefix, sorted, without the endings that Windows has.
func (s Search) Names(prefix string) []string {
	var names []string
	for _, directory := range s.searched() {
		entries, _ := os.ReadDir(directory) // which need not be there, nor be for us to read
		for _, entry := range entries {
			if name := programName(entry.Name()); strings.HasPrefix(name, prefix) && s.counts(directory, entry) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// counts says whether what is in a directory that counts is a program to run.
func (s Search) counts(directory string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink != 0 {
		return s.judge(filepath.Join(directory, entry.Name())) == nil
	}
	info, err := entry.Info()
	return err == nil && info.Mode().IsRegular() && isExecutable(info)
}
