//go:build !windows

package program

import "io/fs"

// executables returns the files that a name may stand for.
func executables(path string) []string { return []string{path} }

func isExecutable(info fs.FileInfo) bool { return info.Mode().Perm()&0o111 != 0 }

// programName returns the name by which a file is started. What is a link may be a program.
func programName(entry fs.DirEntry) (string, bool) { return entry.Name(), !entry.IsDir() }

func sameName(a, b string) bool { return a == b }
