package child

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/program"
)

// find returns the path of the command's program. A name with a slash is a path; any other is looked up in the PATH that
// the command itself gets, in the absolute directories there alone: a relative one, or an empty one, is wherever zsv
// happens to be started, which may be somebody else's project.
func (c *Command) find() (string, *Error) {
	if c.Name == "" {
		return "", &Error{NotFound, "command not found: its name is empty"}
	}
	if strings.ContainsRune(c.Name, '/') || filepath.Base(c.Name) != c.Name {
		return c.Name, c.judge(c.Name)
	}
	var refused *Error
	directories := filepath.SplitList(program.Variable(c.Environ, "PATH"))
	for _, directory := range directories {
		if !filepath.IsAbs(directory) {
			continue
		}
		for _, path := range executables(filepath.Join(directory, c.Name)) {
			err := c.judge(path)
			if err == nil {
				return path, nil
			}
			if refused == nil && err.Code != NotFound {
				refused = &Error{err.Code, err.Reason + ": " + path}
			}
		}
	}
	if refused != nil {
		return "", refused
	}
	return "", &Error{NotFound, "command not found" + c.wouldBe(directories)}
}

// judge says why a path is no program.
func (c *Command) judge(path string) *Error {
	info, err := os.Stat(c.absolute(path))
	switch {
	case errors.Is(err, fs.ErrPermission):
		return &Error{CannotExecute, "permission denied"}
	case err != nil:
		return &Error{NotFound, "no such file or directory"}
	case info.IsDir():
		return &Error{CannotExecute, "it is a directory"}
	case !isExecutable(info):
		return &Error{CannotExecute, "permission denied: the file is not executable"}
	}
	return nil
}

// wouldBe says that a command is in a directory of PATH that was not searched, or that there is no PATH.
func (c *Command) wouldBe(directories []string) string {
	if len(directories) == 0 {
		return ": PATH is not set"
	}
	for _, directory := range directories {
		path := filepath.Join(directory, c.Name)
		found := func(path string) bool { return c.judge(path) == nil }
		if !filepath.IsAbs(directory) && slices.ContainsFunc(executables(path), found) {
			return ": it is in " + filepath.Join(c.Dir, directory) + ", but of PATH only absolute directories are searched; " +
				"write ." + string(filepath.Separator) + path
		}
	}
	return ""
}

func (c *Command) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.Dir, path)
}
