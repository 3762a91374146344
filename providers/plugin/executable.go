package plugin

import (
	"errors"
	"io/fs"
	"os"
)

var errNotExecutable = errors.New("the file is not executable")

// judge says why a path is no program. What is not there is fs.ErrNotExist.
func judge(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return errors.New("permission denied")
	case err != nil:
		return fs.ErrNotExist
	case info.IsDir():
		return errors.New("it is a directory")
	case !isExecutable(info):
		return errNotExecutable
	}
	return nil
}
