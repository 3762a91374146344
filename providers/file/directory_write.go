package file

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

var (
	errMounted = errors.New("a directory that Kubernetes keeps up to date")
	errShared  = errors.New("a directory that holds other secrets too")
	errNested  = errors.New("a new name inside of the old one")
)

// A directoryWriter changes a directory that no one else is writing.
type directoryWriter struct {
	directory
	root     *os.Root
	scratch  *scratch
	warnings []string
}

// updateDirectory calls work with the directory, which is made where it is missing.
func (x transaction) updateDirectory(ctx context.Context, at place, work func(*directoryWriter) error) ([]string, error) {
	switch info, err := stat(at); {
	case err == nil && !info.IsDir():
		return nil, errFile
	case err != nil && !isMissing(err):
		return nil, err
	}
	if err := at.makeDirectory(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(at.path)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // its files are closed
	if isKept(root, ".") {
		return nil, errMounted
	}
	d := &directoryWriter{directory: directory{at.path}, root: root, scratch: newScratch(root, ".", formatDirectory)}
	err = x.hold(ctx, d.scratch, func() error { return work(d) })
	return d.warnings, err
}

// isKept says whether a directory is one in which the kubelet replaces what it holds.
func isKept(root *os.Root, name string) bool {
	_, err := root.Lstat(filepath.Join(name, "..data"))
	return err == nil
}

// write makes a change.
func (d *directoryWriter) write(ctx context.Context, change providers.Change) (providers.Written, error) {
	found, err := d.look(change)
	if err != nil {
		return providers.Written{}, err
	}
	r, written, err := found.revise(change)
	if err != nil || r.isNothing() {
		return written, err
	}
	local, err := localName(r.secret)
	if err != nil {
		return providers.Written{}, d.refusal(r.secret, err)
	}
	files, err := d.files(local, r)
	if err != nil {
		return providers.Written{}, err
	}
	switch {
	case r.create:
		err = d.create(ctx, local, r)
	case len(r.set)+len(r.remove) == 1:
		err = d.oneByOne(ctx, local, r, files)
	default:
		err = d.exchange(ctx, local, r, files)
	}
	return written, err
}

// look says what there is of a secret, as far as a change is about it.
func (d *directoryWriter) look(change providers.Change) (contents, error) {
	keys := slices.AppendSeq(slices.Clone(change.Remove), maps.Keys(change.Set))
	answer := d.Answer(providers.Query{Location: change.Location, Keys: keys})
	switch answer.Secret {
	case providers.Missing:
		return contents{}, d.checkWay(change.Location)
	case providers.Present:
		return contents{change.Location: {keys: answer.Keys}}, d.checkWay(change.Location)
	default:
		return nil, unchangedSecret(answer.Reason, change.Location, answer.Detail)
	}
}

func unchangedSecret(reason providers.Reason, secret, detail string) error {
	return &providers.Error{Reason: reason, Detail: "the secret " + strconv.Quote(secret) + " was not changed: " + detail}
}

func (d *directoryWriter) refusal(secret string, err error) error {
	reason, detail := whyNot(err)
	return unchangedSecret(reason, secret, detail)
}

// checkWay refuses a secret that is not the directory's own: one that a link leads to is another's, too.
func (d *directoryWriter) checkWay(secret string) error {
	local, err := localName(secret)
	if err != nil {
		return d.refusal(secret, err)
	}
	way := ""
	for segment := range strings.SplitSeq(local, string(filepath.Separator)) {
		way = filepath.Join(way, segment)
		info, err := d.root.Lstat(way)
		switch {
		case isMissing(err):
			return nil
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			return unchangedSecret(providers.Unsupported, secret, "it is reached by a link, and what that leads to may be "+
				"another secret too; change that one")
		case info.IsDir() && isKept(d.root, way):
			return errMounted
		}
	}
	return nil
}

// files returns what is known of the files that a revision replaces or removes, which must be ones that may be.
func (d *directoryWriter) files(local string, r revision) (map[string]fs.FileInfo, error) {
	if info, err := d.root.Lstat(local); err == nil && info.Mode().Perm()&0o200 == 0 {
		return nil, errReadOnly
	}
	files := map[string]fs.FileInfo{}
	for _, key := range slices.Concat(r.sorted(), r.remove) {
		info, err := d.root.Lstat(filepath.Join(local, key))
		switch isLink := err == nil && info.Mode()&fs.ModeSymlink != 0; {
		case isMissing(err):
		case err != nil:
			return nil, err
		case isLink && slices.Contains(r.remove, key): // the link goes, what it leads to stays
		case isLink:
			return nil, unchangedSecret(providers.Unsupported, r.secret, "its key "+strconv.Quote(key)+
				" is a link; change what it leads to")
		default:
			if err := checkWritable(info); err != nil {
				return nil, err
			}
			files[key] = info
		}
	}
	return files, nil
}

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

// remove deletes a secret. Of one that is a link only the link goes.
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
		return errors.Join(err, held(providers.IfMissing, isThere))
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
		return "", errors.Join(err, held(providers.IfPresent, isThere))
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
