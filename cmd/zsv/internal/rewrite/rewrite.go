// Package rewrite replaces and creates text files, such that each is there whole at any moment: as it was, or as it is to
// be. Several files are one change.
package rewrite

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

var (
	// ErrChanged says that a file is not any more what it was when it was read.
	ErrChanged = errors.New("it was changed meanwhile, so it is left as it is")
	errNoFile  = errors.New("it is not a regular file")
)

// A Change is one file and what becomes of it.
type Change struct {
	// Path is absolute. A link in the place of the file is not followed, and not replaced.
	Path string
	// Before are the bytes that the file has; nil for one that must not exist.
	Before []byte
	After  []byte
}

// A Problem is what kept a file from being written.
type Problem struct {
	Path string
	Err  error
}

func (p *Problem) Error() string { return p.Path + ": " + p.Err.Error() }

func (p *Problem) Unwrap() error { return p.Err }

// Apply makes all changes or none, as far as the system lets it: all that can fail for long is done on files beside those
// that are replaced. An error is a *Problem.
func Apply(changes ...Change) error {
	drafts := make([]draft, 0, len(changes))
	defer func() {
		for i := range drafts {
			drafts[i].discard()
		}
	}()
	for _, change := range changes {
		d, err := newDraft(change)
		if err != nil {
			return &Problem{change.Path, err}
		}
		drafts = append(drafts, d)
	}
	for i := range drafts {
		if err := drafts[i].put(); err != nil {
			return &Problem{drafts[i].Path, errors.Join(err, undo(drafts[:i]))}
		}
	}
	return nil
}

// undo takes back the changes that were made.
func undo(drafts []draft) error {
	var all error
	for i := range drafts {
		all = errors.Join(all, drafts[i].undo())
	}
	return all
}

// A draft is a file with the new bytes, beside the one whose place it takes.
type draft struct {
	Change
	file string      // "" once it is there no more
	old  fs.FileInfo // of the file whose place it takes; nil where there is none
}

// newDraft writes the new bytes.
func newDraft(change Change) (d draft, err error) {
	d.Change = change
	if d.old, err = d.current(); err != nil {
		return d, err
	}
	if err = d.write(change.After); err != nil {
		d.discard()
	}
	return d, err
}

// newMode is that of a file that was not there: a configuration is no secret.
const newMode = 0o644

func (d *draft) mode() fs.FileMode {
	if d.old == nil {
		return newMode
	}
	return d.old.Mode().Perm()
}

// current returns what is known of the file that is to be replaced, or nil for one that is to be created. A file that
// may not be written is not replaced either.
func (d *draft) current() (fs.FileInfo, error) {
	info, err := os.Lstat(d.Path)
	switch {
	case d.Before == nil && errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case d.Before == nil && err == nil:
		return nil, fs.ErrExist
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNoFile
	}
	file, err := os.OpenFile(d.Path, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return info, file.Close()
}

// write writes a file of a name that nobody takes for a configuration, with the mode and the owner of the old one.
func (d *draft) write(text []byte) error {
	file, err := createBeside(d.Path, d.mode())
	if err != nil {
		return err
	}
	d.file = file.Name()
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil && d.old != nil {
		err = os.Chmod(d.file, d.mode())
		keepOwner(d.file, d.old)
	}
	return err
}

// put puts the draft in its place.
func (d *draft) put() error {
	if d.Before == nil {
		return create(d.file, d.Path, d.After)
	}
	if now, err := read(d.Path); err != nil || !bytes.Equal(now, d.Before) {
		return errors.Join(err, ErrChanged)
	}
	return d.rename()
}

// rename gives the draft the name of the file whose place it takes.
func (d *draft) rename() error {
	err := os.Rename(d.file, d.Path)
	if err == nil {
		d.file = ""
	}
	return err
}

// create gives a file its name, unless something has that name. Where a file can have no second name it is written anew.
func create(draft, path string, text []byte) error {
	err := os.Link(draft, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, newMode)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// undo puts the old bytes back.
func (d *draft) undo() error {
	if d.Before == nil {
		return os.Remove(d.Path)
	}
	if err := d.write(d.Before); err != nil {
		return err
	}
	return d.rename()
}

// discard removes what is left of the draft.
func (d *draft) discard() {
	if d.file != "" {
		_ = os.Remove(d.file)
		d.file = ""
	}
}

func read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return io.ReadAll(file)
}

// createBeside creates a file in the directory of another one, with a name that no file has and no configuration takes. The
// umask applies, as to every new file.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	name := filepath.Join(filepath.Dir(path), ".zsv-"+rand.Text())
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}
