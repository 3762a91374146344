//go:build !windows

package child

import "io/fs"

// executables returns the files that a name may stand for.
func executables(path string) []string { return []string{path} }

func isExecutable(info fs.FileInfo) bool { return info.Mode().Perm()&0o111 != 0 }
