package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

var _ providers.Keeper = (*checker)(nil)

// Keeps says whether a path is the store's, or in its directory. See providers.Keeper.
func (c *checker) Keeps(path string) bool {
	if c.encrypted != nil && isSame(path, c.encrypted.keys.file) {
		return true
	}
	at, err := c.trust.reach(c.path)
	var outside *untrusted
	if errors.As(err, &outside) { // where nothing is looked at
		return isBelow(filepath.Clean(path), outside.path) || isBelow(canonical(path), outside.path)
	}
	real := canonical(path)
	return isBelow(real, at.path) || isOfScratch(real, at.path) || err == nil && isSpelledOtherwise(real, at)
}

// isSame says whether two paths are of one file; none is "".
func isSame(path, other string) bool {
	if other == "" || canonical(path) == canonical(other) {
		return other != ""
	}
	one, err := os.Stat(path)
	another, otherErr := os.Stat(other)
	return err == nil && otherErr == nil && os.SameFile(one, another)
}

// isOfScratch says whether a file is one of those that zsv needs to write a store.
func isOfScratch(path, store string) bool {
	directory, name := filepath.Split(path)
	beside := filepath.Dir(store)
	if filepath.Base(beside) != scratchName {
		beside = filepath.Join(beside, scratchName)
	}
	return filepath.Clean(directory) == beside && (name == ".gitignore" || strings.HasPrefix(name, filepath.Base(store)+"."))
}

// isSpelledOtherwise says whether a path leads to a store by other names than its own: a hard link to its file or to one in
// its directory, or a directory that has several names, as where upper and lower case are the same.
func isSpelledOtherwise(path string, at place) bool {
	found, err := stat(at)
	if err != nil {
		return false
	}
	for parent := path; ; parent = filepath.Dir(parent) {
		if info, err := os.Stat(parent); err == nil && os.SameFile(info, found) {
			return true
		}
		if parent == filepath.Dir(parent) {
			break
		}
	}
	info, err := os.Stat(path)
	return err == nil && found.IsDir() && info.Mode().IsRegular() && holds(at, info)
}

// holds says whether a file is in a directory under another name. What cannot be looked at is passed over.
func holds(at place, file fs.FileInfo) bool {
	holds := false
	_ = filepath.WalkDir(at.path, func(_ string, entry fs.DirEntry, unreadable error) error {
		if unreadable == nil && entry.Type().IsRegular() {
			info, err := entry.Info()
			holds = err == nil && os.SameFile(info, file)
		}
		if holds {
			return fs.SkipAll
		}
		return nil
	})
	return holds
}
