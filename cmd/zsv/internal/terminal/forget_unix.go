//go:build unix

package terminal

import "golang.org/x/sys/unix"

// Forget drops what was typed and not read yet, as far as the terminal has it.
func (t Terminal) Forget() {
	if now, err := unix.IoctlGetTermios(t.fd, getTermios); err == nil {
		_ = unix.IoctlSetTermios(t.fd, setTermiosForgetting, now)
	}
}
