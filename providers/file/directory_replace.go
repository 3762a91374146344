package file

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// create makes a secret apart and puts it in its place whole.
func (d *directoryWriter) create(ctx context.Context, local string, r revision) error {
	return d.apart(ctx, func(temporary string) error {
		for _, key := range r.sorted() {
			if err := d.scratch.create(filepath.Join(temporary, key), nil, []byte(r.set[key])); err != nil {
				return err
			}
		}
		syncDirectory(d.root, temporary)
		if err := d.root.MkdirAll(filepath.Dir(local), 0o700); err != nil {
			return err
		}
		return d.move(ctx, temporary, local)
	})
}

// apart calls work with a new directory, of which nothing stays but what work moves away.
func (d *directoryWriter) apart(ctx context.Context, work func(temporary string) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	temporary := d.scratch.temporary()
	if err := d.root.Mkdir(temporary, 0o700); err != nil {
		return err
	}
	defer d.root.RemoveAll(temporary) //nolint:errcheck // what stays is removed at the next write
	return work(temporary)
}

// move gives a directory another place, at once.
func (d *directoryWriter) move(ctx context.Context, from, to string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := d.root.Rename(from, to); err != nil {
		return err
	}
	syncDirectory(d.root, filepath.Dir(to))
	syncDirectory(d.root, filepath.Dir(from))
	return nil
}

// oneByOne changes the files of a secret one after the other, each at once: all that can be done where directories
// cannot be exchanged. A crash may leave some keys changed and others not.
func (d *directoryWriter) oneByOne(ctx context.Context, local string, r revision, files map[string]fs.FileInfo) error {
	for _, key := range r.sorted() {
		name := filepath.Join(local, key)
		if err := d.scratch.replace(ctx, name, files[key], []byte(r.set[key])); err != nil {
			return err
		}
		d.warnings = append(d.warnings, narrowed(filepath.Join(d.path, name), files[key])...)
	}
	for _, key := range r.remove {
		if err := d.root.Remove(filepath.Join(local, key)); err != nil && !isMissing(err) {
			return err
		}
	}
	syncDirectory(d.root, local)
	return nil
}

// exchange makes a changed copy of a secret, whose other files are hard links, and exchanges the two at once.
func (d *directoryWriter) exchange(ctx context.Context, local string, r revision, files map[string]fs.FileInfo) error {
	var done bool
	err := d.apart(ctx, func(temporary string) error {
		if err := d.copyRest(local, temporary, r); err != nil {
			return nil //nolint:nilerr // there are other ways to do it: some file systems have no links
		}
		for _, key := range r.sorted() {
			if err := d.scratch.create(filepath.Join(temporary, key), files[key], []byte(r.set[key])); err != nil {
				return err
			}
		}
		syncDirectory(d.root, temporary)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		done = exchangeDirectories(d.root, temporary, local) == nil
		return nil
	})
	if err != nil {
		return err
	}
	if !done {
		return d.oneByOne(ctx, local, r, files)
	}
	syncDirectory(d.root, filepath.Dir(local))
	for _, key := range r.sorted() {
		d.warnings = append(d.warnings, narrowed(filepath.Join(d.path, local, key), files[key])...)
	}
	return nil
}

// copyRest gives a copy of a secret's directory the files that a revision leaves alone. Directories, which have secrets
// of their own, cannot be copied so.
func (d *directoryWriter) copyRest(local, temporary string, r revision) error {
	directory, err := d.root.Open(local)
	if err != nil {
		return err
	}
	defer directory.Close() //nolint:errcheck // it was only read
	if err := keepAccess(d.root, temporary, directory); err != nil {
		return err
	}
	entries, err := directory.ReadDir(-1)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if _, isSet := r.set[entry.Name()]; isSet || slices.Contains(r.remove, entry.Name()) {
			continue
		}
		if err := d.copyEntry(entry, filepath.Join(local, entry.Name()), filepath.Join(temporary, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (d *directoryWriter) copyEntry(entry fs.DirEntry, from, to string) error {
	switch {
	case entry.IsDir():
		return errShared
	case entry.Type()&fs.ModeSymlink == 0:
		return d.root.Link(from, to)
	}
	target, err := d.root.Readlink(from)
	if err != nil {
		return err
	}
	return d.root.Symlink(target, to)
}

// keepAccess gives a directory the mode and the owner of the one that it is to replace.
func keepAccess(root *os.Root, name string, before *os.File) error {
	info, err := before.Stat()
	if err != nil {
		return err
	}
	directory, err := root.Open(name)
	if err != nil {
		return err
	}
	defer directory.Close() //nolint:errcheck // nothing is written to it
	keepOwner(directory, info)
	return directory.Chmod(info.Mode().Perm())
}
