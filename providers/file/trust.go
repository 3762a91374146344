package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/zsv-dev/zsv/providers"
)

// mounts are where orchestrators mount secrets; nothing else is kept there.
var mounts = []string{"/run/secrets", "/var/run/secrets"}

// trust decides which paths of a configuration are looked at. The configuration may come from anyone, and even "there is
// no such file" is an answer about the machine.
type trust struct {
	dir        string   // which relative paths start at
	roots      []string // what may be read with all below it; the first one is the project
	mounts     []string // what of it orchestrators fill
	configFile string   // the user's own, for messages
}

func newTrust(surroundings providers.Surroundings) trust {
	roots := append([]string{surroundings.ProjectDir}, mounts...)
	return trust{
		dir:        surroundings.Dir,
		roots:      append(roots, surroundings.TrustedPaths...),
		mounts:     mounts,
		configFile: surroundings.ConfigFile,
	}
}

// A place is where a path leads after following all links.
type place struct {
	path      string // absolute, without links
	root      string // the trusted directory that it is in, or the trusted path that it is
	inProject bool
}

// An untrusted error is about a path that was not looked at.
type untrusted struct{ path string }

// Error says what the path lacks.
func (u *untrusted) Error() string { return "the user has not allowed this path to be read" }

// reach follows a path of the configuration.
func (t trust) reach(path string) (place, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(t.dir, path)
	}
	real := make([]string, len(t.roots))
	for i, root := range t.roots {
		real[i] = canonical(root)
	}
	reached, err := follow(path, slices.Concat(real, t.roots))
	for i, root := range real {
		if isBelow(reached, root) && !(i == 0 && inGit(reached, root)) {
			return place{path: reached, root: root, inProject: i == 0}, err
		}
	}
	return place{}, &untrusted{reached}
}

// gitName is the directory in which git keeps what is its own: hooks and credentials, which are nobody's store.
const gitName = ".git"

// inGit says whether a path below root is git's own.
func inGit(path, root string) bool {
	relative, err := filepath.Rel(root, path)
	return err == nil && slices.ContainsFunc(strings.Split(relative, string(filepath.Separator)), func(name string) bool {
		return strings.EqualFold(name, gitName)
	})
}

// canonical returns a path of the user's without links, as far as it exists.
func canonical(path string) string {
	path = filepath.Clean(path)
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(canonical(parent), filepath.Base(path))
	}
	return path
}

// maxLinks is how many links are followed, as by Linux.
const maxLinks = 40

var errLinks = errors.New("too many links")

// follow resolves the links of an absolute path one by one and looks at nothing but what is in one of the roots or on
// the way to one. It returns how far it came: all the way, or, with an *untrusted error, to what it did not look at.
func follow(path string, roots []string) (string, error) {
	reached, rest := splitVolume(filepath.Clean(path))
	for links := 0; len(rest) > 0; {
		next := rest[0]
		rest = rest[1:]
		if next == "" || next == "." {
			continue
		}
		if next == ".." {
			reached = filepath.Dir(reached)
			continue
		}
		at := filepath.Join(reached, next)
		whole := filepath.Join(append([]string{at}, rest...)...)
		if !mayLookAt(at, roots) {
			return whole, &untrusted{whole}
		}
		target, err := readLink(at)
		if err != nil {
			return whole, err
		}
		if target == "" {
			reached = at
			continue
		}
		if links++; links > maxLinks {
			return whole, errLinks
		}
		rest = append(strings.Split(target, string(filepath.Separator)), rest...)
		if filepath.IsAbs(target) {
			reached, _ = splitVolume(target)
		}
	}
	return reached, nil
}

// splitVolume returns the root of the file system that an absolute path is in, and the names that follow.
func splitVolume(path string) (string, []string) {
	separator := string(filepath.Separator)
	volume := filepath.VolumeName(path) + separator
	return volume, strings.Split(strings.TrimPrefix(path, volume), separator)
}

// readLink returns what a link points to; "" for what is no link. What cannot be there, is not.
func readLink(path string) (string, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return "", fs.ErrNotExist
	case err != nil:
		return "", err
	case info.Mode()&fs.ModeSymlink == 0:
		return "", nil
	}
	return os.Readlink(path)
}

func mayLookAt(path string, roots []string) bool {
	for _, root := range roots {
		if isBelow(path, root) || isBelow(root, path) {
			return true
		}
	}
	return false
}

// isBelow says whether path is root or below it.
func isBelow(path, root string) bool {
	relative, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(relative)
}
