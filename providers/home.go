package providers

import (
	"cmp"
	"path/filepath"
	"strings"
)

// Home returns the user's home directory, "" where it is not known. A relative one would lie in the directory that zsv is
// started in, whose files are not the user's own.
func (s Surroundings) Home() string {
	if home := cmp.Or(s.Getenv("HOME"), s.Getenv("USERPROFILE")); filepath.IsAbs(home) {
		return home
	}
	return ""
}

// InHome returns a path of the user's own writing, in which "~/" at the beginning stands for the home directory. Where that
// is not known, the path stays as it is.
func (s Surroundings) InHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && s.Home() != "" {
		return filepath.Join(s.Home(), rest)
	}
	return path
}
