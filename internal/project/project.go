// Package project knows where a project is: the git work tree, else a directory by itself.
package project

import (
	"os"
	"path/filepath"
)

// WithoutLinks returns the path that links lead to; that of what does not exist as it is.
func WithoutLinks(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// GitTop returns the top level of the git work tree around dir. Links are followed first, as git does.
func GitTop(dir string) (string, bool) {
	for dir := WithoutLinks(dir); ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir, true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
	}
}

// Root returns the root below which a configuration in dir may read files: the git top level, else dir itself.
func Root(dir string) string {
	if top, ok := GitTop(dir); ok {
		return top
	}
	return dir
}
