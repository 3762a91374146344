package config

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/zsv-dev/zsv/internal/project"
)

// readScanned reads a file that is scanned. One that is larger than a file may be is looked through for references only:
// with none it is no concern, else it is a diagnostic, as nothing of it is checked.
func readScanned(workingDir, name string) ([]byte, Diagnostics) {
	file, err := openRegular(project.Absolute(workingDir, name))
	if err != nil {
		return nil, Diagnostics{ioProblem("Cannot read the file", name, err)}
	}
	defer file.Close() //nolint:errcheck // it was only read
	src, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	switch {
	case err != nil:
		return nil, Diagnostics{ioProblem("Cannot read the file", name, err)}
	case len(src) > maxFileSize && (mayHoldReference(src) || restMayHoldReference(file, src)):
		return nil, Diagnostics{tooLarge(displayPath(name))}
	case len(src) > maxFileSize:
		return nil, nil
	}
	return bytes.TrimPrefix(src, byteOrderMark), nil
}

// longestMark is more than mayHoldReference looks for at once.
const longestMark = 16

// restMayHoldReference looks through the rest of a file whose beginning was read.
func restMayHoldReference(file *os.File, read []byte) bool {
	const piece = 1 << 20
	buffer := make([]byte, 0, piece+longestMark)
	buffer = append(buffer, read[max(0, len(read)-longestMark):]...)
	for {
		n, err := file.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if mayHoldReference(buffer) {
			return true
		}
		if err != nil {
			return !errors.Is(err, io.EOF)
		}
		buffer = append(buffer[:0], buffer[max(0, len(buffer)-longestMark):]...)
	}
}
