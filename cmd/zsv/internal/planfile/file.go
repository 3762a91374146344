package planfile

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// maxSize is more than a plan of a million references.
const maxSize = 1 << 30

var (
	errIrregular = errors.New("it is not a regular file")
	errTooLarge  = errors.New("it is larger than 1 GB, which no saved plan is")
)

// Read reads the file of a saved plan. The error is one of the file system, or as of Decode.
func Read(path string) (*Plan, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errIrregular
	case info.Size() > maxSize:
		return nil, errTooLarge
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Decode(text)
}

// Probe says whether Write could write the file. It leaves nothing behind.
func Probe(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errIrregular
	}
	file, err := create(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// Write puts a plan into a file that its owner alone may read, in one step: whatever happens, the file is as it was or whole.
func Write(path string, p *Plan) error {
	var text bytes.Buffer
	if err := Encode(&text, p); err != nil {
		return err
	}
	file, err := create(path)
	if err != nil {
		return err
	}
	_, err = file.Write(text.Bytes())
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// create makes a new file beside the one that it is to replace.
func create(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), ".zsv-plan-*")
}
