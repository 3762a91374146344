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
	d := &directoryWriter{directory: newDirectory(at.path), root: root, scratch: newScratch(root, ".", formatDirectory)}
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
		return newContents(), d.checkWay(change.Location)
	case providers.Present:
		found := newContents()
		found.byName[change.Location] = &secret{keys: answer.Keys}
		return found, d.checkWay(change.Location)
	default:
		return contents{}, unchangedSecret(answer.Reason, change.Location, answer.Detail)
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
