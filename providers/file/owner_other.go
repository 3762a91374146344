//go:build !unix

package file

import (
	"io/fs"
	"os"
)

// noFollow has no counterpart here.
const noFollow = 0

// isShared is not to be told from the mode: the directory's access list decides.
func isShared(fs.FileInfo) bool { return false }

// keepOwner does nothing: files inherit their owner from who writes them.
func keepOwner(*os.File, fs.FileInfo) {}
