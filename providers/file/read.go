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
func (c *checker) read(at place) (store, error) {
	info, err := stat(at)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir() && c.format != "" && c.format != formatDirectory:
		return nil, errDirectory
	case info.IsDir():
		return newDirectory(at.path), nil
	case c.format == formatDirectory:
		return nil, errFile
	case c.format == "":
		return nil, errNoFormat
	}
	text, err := readFile(at)
	if err != nil {
		return nil, err
	}
	return c.file.parse(text)
}

// readFile reads a regular file that is not too large.
func readFile(at place) ([]byte, error) {
	file, err := open(at)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return readLimited(file)
}

// readLimited reads what is not too large.
func readLimited(file io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err == nil && len(text) > maxSize {
		err = errTooLarge
	}
	return text, err
}

// inRoot calls use with the directory that a place is in and the place's path there. Through it no link that was put
// there in the meantime leads out.
func inRoot[R any](at place, use func(root *os.Root, name string) (R, error)) (R, error) {
	var none R
	directory, name, err := at.confined()
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

// confined returns the directory that a place is in and does not lead out of, and the place's path there.
func (p place) confined() (directory, name string, err error) {
	directory = p.root
	if p.path == p.root {
		directory = filepath.Dir(p.root)
	}
	name, err = filepath.Rel(directory, p.path)
	return directory, name, err
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

// readDirectory returns the first entries of a directory, in the order of the file system; all if limit is not positive.
func readDirectory(at place, limit int) ([]fs.DirEntry, error) {
	return inRoot(at, func(root *os.Root, name string) ([]fs.DirEntry, error) {
		file, err := root.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close() //nolint:errcheck // it was only read
		entries, err := file.ReadDir(limit)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return entries, err
	})
}
