// Package envfile hands variables to programs that want to read them from a file: from one that is there as long as the
// program runs, or from a named pipe, which keeps nothing.
package envfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/zsv-dev/zsv/internal/dotenv"
)

// Errors of paths that cannot serve.
var (
	ErrExists = errors.New("it exists already, and is not overwritten; name a file that does not exist, or a named pipe")
	// ErrValue is that of a variable that the format has no form for.
	ErrValue = errors.New("a file of variables cannot hold it")
)

// Text returns variables, "NAME=value", as a file of variables has them.
func Text(variables []string) (string, error) {
	var b strings.Builder
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		line := name + "=" + dotenv.Quote(value) + "\n"
		if !reads(line, name, value) {
			return "", fmt.Errorf("%w: %s", ErrValue, name)
		}
		b.WriteString(line)
	}
	return b.String(), nil
}

// reads says whether a line is read as one variable.
func reads(line, name, value string) bool {
	settings := 0
	same := true
	err := dotenv.Parse(line, func(s dotenv.Setting) {
		settings++
		same = same && s.Name == name && s.Value == value
	})
	return err == nil && same && settings == 1 && !strings.Contains(line, "\x00")
}

// Check says why a path cannot serve: only one that does not exist can, and a named pipe.
func Check(path string) error {
	_, err := isPipe(path)
	return err
}

func isPipe(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.Mode()&fs.ModeNamedPipe == 0:
		return false, ErrExists
	}
	return true, nil
}

// Serve makes a text readable at a path for its owner, until stop is called. A file is removed then, a pipe is left.
func Serve(path, text string) (stop func() error, err error) {
	pipe, err := isPipe(path)
	switch {
	case err != nil:
		return nil, err
	case pipe:
		return servePipe(path, text), nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist): // also a link that leads nowhere
		return nil, ErrExists
	case err != nil:
		return nil, err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, errors.Join(err, remove(path))
	}
	return func() error { return remove(path) }, nil
}

// remove removes the file, unless somebody has done so.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
