package file

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// exchangeDirectories lets two directories change places, at once. Not every file system can.
func exchangeDirectories(root *os.Root, one, other string) error {
	first, err := root.Open(filepath.Dir(one))
	if err != nil {
		return err
	}
	defer first.Close() //nolint:errcheck // it was only opened
	second, err := root.Open(filepath.Dir(other))
	if err != nil {
		return err
	}
	defer second.Close() //nolint:errcheck // it was only opened
	return unix.Renameat2(int(first.Fd()), filepath.Base(one), int(second.Fd()), filepath.Base(other), unix.RENAME_EXCHANGE)
}
