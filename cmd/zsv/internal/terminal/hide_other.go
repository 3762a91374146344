//go:build !unix

package terminal

import (
	"sync"

	"golang.org/x/term"
)

// Hide keeps the terminal from showing what is typed, and gives each character when it is typed. It holds until show is
// called, which may be several times. Ctrl-C comes as a character.
func (t Terminal) Hide() (show func(), err error) {
	before, err := term.MakeRaw(t.fd)
	if err != nil {
		return nil, err
	}
	var once sync.Once
	return func() { once.Do(func() { _ = term.Restore(t.fd, before) }) }, nil
}
