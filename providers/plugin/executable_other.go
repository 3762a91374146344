//go:build !windows

package plugin

import (
	"io/fs"

	"github.com/zsv-dev/zsv/providers"
)

// executables returns the files that a name may stand for.
func executables(path string, _ providers.Surroundings) []string { return []string{path} }

func isExecutable(info fs.FileInfo) bool { return info.Mode().Perm()&0o111 != 0 }

// endingOf returns what of a file's name is not the program's.
func endingOf(string) string { return "" }

func sameName(a, b string) bool { return a == b }
