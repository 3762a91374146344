package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// update replaces the text of a store that is one file by what edit makes of it, in one step: text is nil where there is
// no such file. Where edit returns nil, nothing is written.
func (x transaction) update(ctx context.Context, at place, edit func(text []byte) ([]byte, error)) (
	warnings []string, err error,
) {
	root, name, err := at.openForWriting()
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // its files are closed
	s := newScratch(root, filepath.Dir(name), filepath.Base(name))
	err = x.hold(ctx, s, func() error {
		text, before, err := readForWriting(root, name)
		if err != nil {
			return err
		}
		edited, err := edit(text)
		if err != nil || edited == nil {
			return err
		}
		warnings = narrowed(x.store, before)
		return s.replace(ctx, name, before, edited)
	})
	return warnings, err
}

// openForWriting opens the directory that a place is in and does not lead out of, and makes those on the way to its
// file.
func (p place) openForWriting() (root *os.Root, name string, err error) {
	if info, err := stat(p); err == nil { // so that nothing is made beside what will be refused
		if err := checkWritable(info); err != nil {
			return nil, "", err
		}
	}
	directory, name, err := p.confined()
	if err != nil {
		return nil, "", err
	}
	if err := (place{path: filepath.Dir(p.path), root: directory}).makeDirectory(); err != nil {
		return nil, "", err
	}
	root, err = os.OpenRoot(directory)
	return root, name, err
}

// makeDirectory makes the directory that a place is, with those above it.
func (p place) makeDirectory() error {
	if err := os.MkdirAll(p.root, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(p.root)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // nothing was written to it
	name, err := filepath.Rel(p.root, p.path)
	if err != nil {
		return err
	}
	return root.MkdirAll(name, 0o700)
}

var errReadOnly = errors.New("a file that its owner may not write")

func checkWritable(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errDirectory
	case !info.Mode().IsRegular():
		return errIrregular
	case info.Mode().Perm()&0o200 == 0: // whoever said so meant it, and a rename would not heed it
		return errReadOnly
	}
	return nil
}

// readForWriting returns the text of a file that may be written, and what is known of the file; nil and nil where there
// is none.
func readForWriting(root *os.Root, name string) ([]byte, fs.FileInfo, error) {
	info, err := root.Lstat(name)
	switch {
	case isMissing(err):
		return nil, nil, nil
	case err != nil:
		return nil, nil, err
	}
	if err := checkWritable(info); err != nil {
		return nil, nil, err
	}
	// The directory's permissions decide on a rename; the file's own are to be heeded too.
	file, err := root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	text, err := readLimited(file)
	return text, info, err
}

// replace puts a text in a file's place, which others find there as it was or as it is, and never in between.
func (s *scratch) replace(ctx context.Context, name string, before fs.FileInfo, text []byte) error {
	if len(text) > maxSize {
		return errWouldBeTooLarge
	}
	temporary := s.temporary()
	err := s.create(temporary, before, text)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = s.root.Rename(temporary, name)
	}
	if err != nil {
		_ = s.root.Remove(temporary) // what stays is removed at the next write
		return err
	}
	syncDirectory(s.root, filepath.Dir(name))
	return nil
}

// create writes a new file, up to the disk, for the owner of the one that it is to replace.
func (s *scratch) create(name string, before fs.FileInfo, text []byte) error {
	file, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // after Sync nothing is left to fail
	keepOwner(file, before)
	if err := file.Chmod(0o600); err != nil {
		return err
	}
	if _, err := file.Write(text); err != nil {
		return err
	}
	return file.Sync()
}

// syncDirectory brings a directory's entries to the disk, where the system can: the names are in place for everyone by
// now, so that a failure is none of the change.
func syncDirectory(root *os.Root, name string) {
	directory, err := root.Open(name)
	if err != nil {
		return
	}
	_ = directory.Sync()
	_ = directory.Close()
}

// narrowed says that others than its owner lose a file.
func narrowed(path string, before fs.FileInfo) []string {
	if before == nil || !isShared(before) {
		return nil
	}
	return []string{fmt.Sprintf("%s was open to other users of this machine (mode %#o) and is its owner's alone now (mode "+
		"0600); where others are to read it, give them access again.", strconv.Quote(path), before.Mode().Perm())}
}
