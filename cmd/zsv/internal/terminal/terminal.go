// Package terminal is what zsv does with the terminals behind its streams: it asks how wide they are, and keeps them from
// showing what is typed.
package terminal

import (
	"os"

	"golang.org/x/term"
)

// A Terminal is what a stream leads to. The zero value is none.
type Terminal struct {
	Is    bool
	Width int // columns
	fd    int
}

// Of returns the terminal behind a file, or the zero value where there is none.
func Of(file *os.File) Terminal {
	fd := int(file.Fd())
	width, _, err := term.GetSize(fd)
	if err != nil {
		return Terminal{}
	}
	return Terminal{Is: true, Width: width, fd: fd}
}
