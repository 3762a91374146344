package project

import (
	"os"
	"path/filepath"
	"strings"
)

// Has says whether a path lies in the project with a root, as it is written or anywhere that its links lead: a project may
// bring a link that leads out of it, and a link from elsewhere may lead to what it brings, be it another link.
func Has(root, path string) bool {
	top, err := os.Stat(root)
	if err != nil {
		return false
	}
	at := filepath.Clean(path)
	for links := range mostLinks {
		if isAtOrAbove(top, at) {
			return true
		}
		next, isLink := throughLink(at)
		if !isLink {
			return links > 0 && isAtOrAbove(top, WithoutLinks(path))
		}
		at = next
	}
	return false
}

// mostLinks is how many links are followed, as by Linux.
const mostLinks = 40

// throughLink follows the first link in an absolute path, and says whether there is one.
func throughLink(path string) (next string, isLink bool) {
	volume := filepath.VolumeName(path) + string(filepath.Separator)
	at, rest := volume, strings.TrimPrefix(path, volume)
	for rest != "" {
		name, more, _ := strings.Cut(rest, string(filepath.Separator))
		at, rest = filepath.Join(at, name), more
		target, err := os.Readlink(at)
		if err == nil {
			return filepath.Join(Absolute(filepath.Dir(at), target), rest), true
		}
	}
	return "", false
}

// isAtOrAbove says whether a path is a directory, or below it. What they are called makes no difference: a file system may
// ignore the case of letters.
func isAtOrAbove(top os.FileInfo, path string) bool {
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, top) {
			return true
		}
		if path == filepath.Dir(path) {
			return false
		}
		path = filepath.Dir(path)
	}
}
