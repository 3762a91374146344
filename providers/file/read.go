package file

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxSize is how large a file may be.
const maxSize = 8 << 20

var (
	errIrregular = errors.New("neither a file nor a directory")
	errTooLarge  = errors.New("too large")
	errDirectory = errors.New("a directory where a file is expected")
	errFile      = errors.New("a file where a directory is expected")
	errNoFormat  = errors.New("a file whose name does not tell its format")
)

// read reads the store at a place.
func read(at place, format string) (store, error) {
	info, err := stat(at)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir() && format != "" && format != formatDirectory:
		return nil, errDirectory
	case info.IsDir():
		return directory{at.path}, nil
	case format == formatDirectory:
		return nil, errFile
	case format == "":
		return nil, errNoFormat
	}
	file, err := open(at)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxSize {
		return nil, errTooLarge
	}
	return parse(format, text)
}

// inRoot calls use with the directory that a place is in and the place's path there. Through it no link that was put
// there in the meantime leads out.
func inRoot[R any](at place, use func(root *os.Root, name string) (R, error)) (R, error) {
	var none R
	directory := at.root
	if at.path == at.root {
		directory = filepath.Dir(at.root)
	}
	name, err := filepath.Rel(directory, at.path)
	if err != nil {
		return none, err
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return none, err
	}
	defer root.Close() //nolint:errcheck // nothing was written
	return use(root, name)
}

func stat(at place) (fs.FileInfo, error) {
	return inRoot(at, func(root *os.Root, name string) (fs.FileInfo, error) { return root.Lstat(name) })
}

// open opens a regular file and nothing else: opening a pipe waits for its other end, and opening a device does things.
func open(at place) (*os.File, error) {
	return inRoot(at, func(root *os.Root, name string) (*os.File, error) {
		info, err := root.Lstat(name)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, errIrregular
		}
		file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return nil, err
		}
		if info, err = file.Stat(); err != nil || !info.Mode().IsRegular() {
			return nil, errors.Join(errIrregular, err, file.Close())
		}
		return file, nil
	})
}

// readDirectory returns the first entries of a directory, in the order of the file system.
func readDirectory(at place) ([]fs.DirEntry, error) {
	return inRoot(at, func(root *os.Root, name string) ([]fs.DirEntry, error) {
		file, err := root.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close() //nolint:errcheck // it was only read
		entries, err := file.ReadDir(maxListed)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return entries, err
	})
}
