//go:build !unix

package terminal

// Forget would drop what was typed and not read yet.
func (Terminal) Forget() {}
