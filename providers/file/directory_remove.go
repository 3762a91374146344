package file

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/zsv-dev/zsv/providers"
)

// errNested is about a secret that would be a part of itself.
var errNested = errors.New("a new name inside of the old one")

// remove deletes a secret.
func (d *directoryWriter) remove(ctx context.Context, location string) error {
	local, err := d.present(location)
	if err != nil {
		return err
	}
	return d.apart(ctx, func(temporary string) error {
		if err := d.move(ctx, local, filepath.Join(temporary, "deleted")); err != nil {
			return err
		}
		d.prune(local)
		return nil
	})
}

// rename gives a secret another place.
func (d *directoryWriter) rename(ctx context.Context, from, to string) error {
	local, err := d.present(from)
	if err != nil {
		return err
	}
	found, err := d.look(providers.Change{Location: to})
	if err != nil {
		return err
	}
	if isThere, err := found.isThere(to); err != nil || isThere {
		return errors.Join(err, unmet(providers.IfMissing, isThere))
	}
	target, err := localName(to)
	if err != nil {
		return d.refusal(to, err)
	}
	if isBelow(target, local) {
		return errNested
	}
	if err := d.root.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	if err := d.move(ctx, local, target); err != nil {
		return err
	}
	d.prune(local)
	return nil
}

// present returns the path of a secret that is there, and that can go as a whole.
func (d *directoryWriter) present(location string) (string, error) {
	found, err := d.look(providers.Change{Location: location})
	if err != nil {
		return "", err
	}
	if isThere, err := found.isThere(location); err != nil || !isThere {
		return "", errors.Join(err, unmet(providers.IfPresent, isThere))
	}
	local, err := localName(location)
	if err != nil {
		return "", d.refusal(location, err)
	}
	entries, err := fs.ReadDir(d.root.FS(), filepath.ToSlash(local))
	if err != nil {
		return "", err
	}
	r := revision{secret: location}
	for _, entry := range entries {
		if entry.IsDir() {
			return "", errShared
		}
		r.remove = append(r.remove, entry.Name())
	}
	_, err = d.files(local, r)
	return local, err
}

// prune removes the directories above one that is gone, as far as nothing is in them: they only grouped secrets.
func (d *directoryWriter) prune(local string) {
	for parent := filepath.Dir(local); parent != "."; parent = filepath.Dir(parent) {
		if d.root.Remove(parent) != nil {
			return
		}
	}
}
