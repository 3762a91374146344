package file

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/zsv-dev/zsv/providers"
)

// A directory keeps each key in a file of its own, path/secret/key, as Kubernetes and Docker mount secrets. Its files are
// opened, to see that they can be read, but not read.
type directory struct {
	path   string
	beside *sync.Map // the secrets beside missing ones, by the directory that they are in: it is read once for all of them
}

func newDirectory(path string) directory { return directory{path, &sync.Map{}} }

// Answer looks at the files of one secret, as they are at one moment.
func (d directory) Answer(query providers.Query) providers.Answer {
	answer, ok := steadily(d, query.Location, func() providers.Answer { return d.look(query) })
	if !ok {
		return providers.Answer{Reason: restlessReason, Detail: restless}
	}
	return answer
}

func (d directory) look(query providers.Query) providers.Answer {
	at, info, err := d.find(query.Location)
	switch {
	case isMissing(err):
		return providers.Answer{Secret: providers.Missing, Available: d.siblings(query.Location)}
	case err == nil && !info.IsDir():
		return providers.Answer{Reason: providers.Invalid,
			Detail: "it is a file; a secret is a directory, with a file for each of its keys"}
	case err != nil:
		reason, detail := whyNot(err)
		return providers.Answer{Reason: reason, Detail: detail}
	}
	answer := providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{}, Available: list(at, isFile)}
	for _, key := range query.Keys {
		answer.Keys[key] = d.key(query.Location, key)
	}
	return answer
}

func (d directory) key(secret, name string) providers.Key {
	if strings.Contains(name, "/") {
		return invalidKey("a key with a slash cannot be the name of a file")
	}
	at, info, err := d.find(secret + "/" + name)
	switch {
	case isMissing(err):
		return providers.Key{Status: providers.Missing}
	case err == nil && info.IsDir():
		return invalidKey("it is a directory, and a secret's key is a file")
	}
	if err == nil {
		err = openable(at)
	}
	if err != nil {
		reason, detail := whyNot(err)
		return providers.Key{Reason: reason, Detail: detail}
	}
	return textKey(info.Size() == 0)
}

// find looks for a name with slashes in the directory. The error says that it is not there, or leads out, or is no name.
func (d directory) find(name string) (place, fs.FileInfo, error) {
	local, err := localName(name)
	if err != nil {
		return place{}, nil, err
	}
	reached, err := follow(filepath.Join(d.path, local), []string{d.path})
	if err != nil {
		return place{}, nil, err
	}
	if !isBelow(reached, d.path) {
		return place{}, nil, &untrusted{reached}
	}
	at := place{path: reached, root: d.path}
	info, err := stat(at)
	return at, info, err
}

// localName returns a name as a path of this system.
func localName(name string) (string, error) {
	if err := providers.CheckPath(name); err != nil {
		return "", &misnamed{err.Error()}
	}
	for segment := range strings.SplitSeq(name, "/") {
		switch {
		case strings.EqualFold(segment, gitName):
			return "", &misnamed{gitName + " is git's own, and no secret"}
		case strings.EqualFold(segment, scratchName):
			return "", &misnamed{scratchName + " is where zsv keeps files of its own, and no secret"}
		case strings.HasPrefix(segment, ".."):
			return "", &misnamed{`names that begin with ".." are left to Kubernetes`}
		}
	}
	local, err := filepath.Localize(name)
	if err != nil {
		return "", &misnamed{"it cannot be the name of a file here"}
	}
	return local, nil
}

// A misnamed error is about a name that no file in a directory can have.
type misnamed struct{ detail string }

// Error says what is wrong with the name.
func (m *misnamed) Error() string { return m.detail }

// whyNot says why a part of a directory could not be looked at.
func whyNot(err error) (providers.Reason, string) {
	var (
		wrong *misnamed
		out   *untrusted
	)
	switch {
	case errors.As(err, &wrong):
		return providers.Invalid, wrong.detail
	case errors.As(err, &out):
		return providers.Invalid, "it is a link that leads out of the directory"
	case errors.Is(err, errLinks):
		return providers.Invalid, "it is a link that leads in a circle"
	case errors.Is(err, errIrregular):
		return providers.Invalid, "it is neither a file nor a directory"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return providers.Invalid, "it is too long for the name of a file"
	case errors.Is(err, fs.ErrPermission):
		return providers.Denied, "permission denied; allow it to be read by the user who runs zsv"
	default:
		return providers.ServerError, "it cannot be read: " + cause(err)
	}
}

// openable says whether a file can be opened.
func openable(at place) error {
	file, err := open(at)
	if err != nil {
		return err
	}
	return file.Close()
}

// siblings returns the secrets beside a missing one.
func (d directory) siblings(location string) []string {
	parent, _ := splitName(location)
	if known, ok := d.beside.Load(parent); ok {
		return known.([]string)
	}
	at, err := place{path: d.path, root: d.path}, error(nil)
	if parent != "" {
		at, _, err = d.find(parent)
	}
	if err != nil {
		return nil
	}
	names := list(at, func(entry fs.DirEntry) bool { return !isFile(entry) })
	if parent != "" {
		for i := range names {
			names[i] = parent + "/" + names[i]
		}
	}
	d.beside.Store(parent, names)
	return names
}

func splitName(location string) (parent, name string) {
	slash := strings.LastIndexByte(location, '/')
	return location[:max(slash, 0)], location[slash+1:]
}

// maxListed is how many names of a directory are looked at for "did you mean".
const maxListed = 2000

// list returns names in a directory, without those that Kubernetes keeps its versions under, and zsv its own files.
// Links may be either kind.
func list(at place, wanted func(fs.DirEntry) bool) []string {
	entries, err := readDirectory(at, maxListed)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		isLink := entry.Type()&fs.ModeSymlink != 0
		if !isHidden(entry.Name()) && (isLink || wanted(entry)) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names
}

// isHidden says whether a name in a directory is neither a secret's nor a key's.
func isHidden(name string) bool {
	return strings.HasPrefix(name, "..") || strings.EqualFold(name, scratchName) || strings.EqualFold(name, gitName)
}

func isFile(entry fs.DirEntry) bool { return !entry.IsDir() }
