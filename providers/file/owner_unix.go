//go:build unix

package file

import (
	"io/fs"
	"os"
	"syscall"
)

// noFollow keeps a file from being opened through a link.
const noFollow = syscall.O_NOFOLLOW

// isShared says whether others than its owner may do something with a file.
func isShared(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// keepOwner gives a new file the owner of the one that it is to replace, as far as this process may.
func keepOwner(file *os.File, before fs.FileInfo) {
	if before == nil {
		return
	}
	if status, ok := before.Sys().(*syscall.Stat_t); ok && file.Chown(int(status.Uid), int(status.Gid)) != nil {
		_ = file.Chown(-1, int(status.Gid)) // a group of one's own can be kept without the right to give files away
	}
}
