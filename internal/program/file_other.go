//go:build !windows

package program

import "io/fs"

// executables returns the files that a name may stand for.
func executables(path string) []string { return []string{path} }

func isExecutable(info fs.FileInfo) bool { return info.Mode().Perm()&0o111 != 0 }

// programName returns the name by which a file is started.
func programName(file string) string { return file }

// SameName says whether two names are those of one variable.
func SameName(a, b string) bool { return a == b }
