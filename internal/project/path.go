package project

import "path/filepath"

// Absolute returns a path that is relative to the absolute directory base, or absolute itself, as an absolute one, cleaned.
func Absolute(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}
