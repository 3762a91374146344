// Package fileerror makes sentences of the errors of files.
package fileerror

import (
	"errors"
	"io/fs"
	"os"
)

// Reason returns what went wrong with a file, without its path: the message names it already, as the user wrote it, or must
// not name it, because what stands there may be a value.
func Reason(err error) error {
	var of *fs.PathError
	var between *os.LinkError
	switch {
	case errors.As(err, &of):
		return of.Err
	case errors.As(err, &between):
		return between.Err
	}
	return err
}
