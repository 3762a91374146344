//go:build !linux

package file

import (
	"errors"
	"os"
)

// exchangeDirectories is something that only Linux has: elsewhere the keys of a secret are changed one by one.
func exchangeDirectories(*os.Root, string, string) error { return errors.ErrUnsupported }
